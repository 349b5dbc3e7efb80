package io.runledger.core.redaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that takes a password in a way of its own: by a short flag, right after it, or together with the user. Goes
 * through its words one after the other.
 */
final class CommandLine {
    /** The rule that its secrets are listed under. */
    static final String RULE = "command-line";

    private static final int LEAST = 3;
    private static final Map<String, Command> COMMANDS = new HashMap<>();

    /**
     * How a command is told its password.
     *
     * @param after flags that the password follows
     * @param joined flags that it follows without a space
     * @param users flags that {@code user:password} follows
     * @param mark between user and password
     * @param place of the password among the words that are no flags, after the command; 0 if it is none
     * @param needs a word without which the command has no password; empty if it always may
     */
    private record Command(
            Set<String> after, Set<String> joined, Set<String> users, char mark, int place, String needs) {}

    static {
        takes(
                Set.of("curl"),
                new Command(
                        Set.of("--pass", "--proxy-pass", "--oauth2-bearer", "--tlspassword"),
                        Set.of(),
                        Set.of("-u", "--user", "-U", "--proxy-user"),
                        ':',
                        0,
                        ""));
        takes(Set.of("http", "https", "xh"), users("-a", "--auth"));
        takes(
                Set.of("mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlshow", "mariadb", "mariadb-dump"),
                new Command(Set.of(), Set.of("-p"), Set.of(), ':', 0, ""));
        takes(Set.of("sshpass"), new Command(Set.of("-p"), Set.of("-p"), Set.of(), ':', 0, ""));
        takes(
                Set.of(
                        "docker", "podman", "nerdctl", "buildah", "skopeo", "helm", "oras", "crane", "az", "oc", "cf",
                        "argocd", "acr", "regctl"),
                new Command(
                        Set.of("-p", "--password"),
                        Set.of(),
                        Set.of("--creds", "--src-creds", "--dest-creds"),
                        ':',
                        0,
                        "login"));
        takes(Set.of("redis-cli", "valkey-cli", "keydb-cli"), after("-a", "--pass"));
        takes(Set.of("mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"), after("-p"));
        takes(
                Set.of("ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami", "ldappasswd"),
                after("-w", "-s"));
        takes(Set.of("sqlcmd", "bcp", "osql", "isql"), new Command(Set.of("-P"), Set.of("-P"), Set.of(), ':', 0, ""));
        takes(
                Set.of("smbclient", "rpcclient", "smbget"),
                new Command(Set.of(), Set.of(), Set.of("-U", "--user"), '%', 0, ""));
        takes(Set.of("lftp"), new Command(Set.of(), Set.of(), Set.of("-u", "--user"), ',', 0, ""));
        takes(Set.of("zip", "unzip", "zipcloak"), new Command(Set.of("-P"), Set.of("-P"), Set.of(), ':', 0, ""));
        takes(
                Set.of("7z", "7za", "7zz", "rar", "unrar"),
                new Command(Set.of(), Set.of("-p", "-hp"), Set.of(), ':', 0, ""));
        takes(Set.of("mosquitto_pub", "mosquitto_sub", "ipmitool", "ncrack"), after("-P"));
        takes(
                Set.of("cqlsh", "psexec", "influx", "rdesktop", "smbmap", "crackmapexec", "netexec", "evil-winrm"),
                after("-p", "-password"));
        takes(Set.of("xfreerdp", "wfreerdp"), new Command(Set.of(), Set.of("/p:"), Set.of(), ':', 0, ""));
        takes(Set.of("snmpget", "snmpwalk", "snmpset", "snmpbulkwalk"), after("-A", "-X"));
        takes(Set.of("ssh-keygen"), after("-N", "-P"));
        takes(Set.of("useradd", "usermod"), after("-p"));
        takes(Set.of("kinit"), after("--password"));
        takes(Set.of("rabbitmqctl"), new Command(Set.of(), Set.of(), Set.of(), ':', 3, ""));
        takes(Set.of("vault"), new Command(Set.of(), Set.of(), Set.of(), ':', 2, "login"));
        takes(Set.of("htpasswd"), new Command(Set.of(), Set.of(), Set.of(), ':', 3, ""));
    }

    private static void takes(Set<String> names, Command command) {
        names.forEach(name -> COMMANDS.put(name, command));
    }

    private static Command after(String... flags) {
        return new Command(Set.of(flags), Set.of(), Set.of(), ':', 0, "");
    }

    private static Command users(String... flags) {
        return new Command(Set.of(), Set.of(), Set.of(flags), ':', 0, "");
    }

    private final Command command;
    private boolean needed;
    private int places;
    private @Nullable String flag;
    private int offset;

    private CommandLine(Command command) {
        this.command = command;
        this.needed = command.needs.isEmpty();
    }

    /** The names of all commands. */
    static Set<String> names() {
        return COMMANDS.keySet();
    }

    /** The command that a word names, with or without its directory; null if it is none of those. */
    static @Nullable CommandLine of(String word) {
        Command command = COMMANDS.get(word.substring(word.lastIndexOf('/') + 1));
        return command == null ? null : new CommandLine(command);
    }

    /** Whether the next word holds a password; from {@link #offset} on. */
    boolean isSecret(String word) {
        offset = 0;
        String before = flag;
        flag = null;
        if (word.equals(command.needs)) {
            needed = true;
        }
        if (before != null && needed && command.after.contains(before)) {
            return isPassword(word);
        }
        if (before != null && command.users.contains(before)) {
            return isUserAndPassword(word, 0);
        }
        if (word.startsWith("-") || word.startsWith("/p:")) {
            flag = word;
            return isBehindFlag(word);
        }
        places++;
        return needed && command.place > 0 && places == command.place && Generated.isPassword(word);
    }

    /** How much of the word that holds a password is none. */
    int offset() {
        return offset;
    }

    private boolean isBehindFlag(String word) {
        int equals = word.indexOf('=');
        if (equals > 0) {
            String name = word.substring(0, equals);
            if (command.users.contains(name)) {
                return isUserAndPassword(word, equals + 1);
            }
            if (needed && command.after.contains(name)) {
                offset = equals + 1;
                return isPassword(word.substring(offset));
            }
        }
        for (String joined : command.joined) {
            if (word.startsWith(joined) && word.length() > joined.length() && !word.startsWith("--")) {
                offset = joined.length();
                return isPassword(word.substring(offset));
            }
        }
        return false;
    }

    private boolean isUserAndPassword(String word, int start) {
        int mark = word.indexOf(command.mark, start);
        if (mark < 0) {
            return false;
        }
        offset = mark + 1;
        return isPassword(word.substring(offset));
    }

    private static boolean isPassword(String word) {
        boolean upper = true;
        for (int i = 0; i < word.length(); i++) {
            upper &= (word.charAt(i) >= 'A' && word.charAt(i) <= 'Z') || word.charAt(i) == '_';
        }
        return word.length() >= LEAST && !upper && !word.startsWith("-") && !Placeholders.is(word);
    }
}
