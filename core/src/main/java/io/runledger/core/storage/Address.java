package io.runledger.core.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of the shape {@code scheme://authority/path?query#fragment}, cut into its parts (RFC 3986, appendix B). Nothing is
 * refused for its characters: what a browser or a storage client would still follow must be looked at, too.
 *
 * @param scheme in lower case
 * @param user whether the authority names a user, other than a container or an account that every address of the scheme names
 * @param host in lower case, without its port
 * @param path with its leading slash; may be empty
 * @param parameters what follows the path, and the path's own parameters
 */
record Address(String scheme, boolean user, String host, String path, String parameters) {
    private static final Pattern PARTS =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");
    private static final String MARK = "://";
    private static final int LONGEST_SCHEME = 20;

    /** Its parameters are those of the outer one as well, which is looked at to its end. */
    private static final int LONGEST_WITHIN = 2_000;

    /** What comes before the host there opens nothing: a container of Azure, or the account that a server has for everybody. */
    private static final Set<String> NAMED_FOR_ALL =
            Set.of("abfs", "abfss", "wasb", "wasbs", "ssh", "git+ssh", "svn+ssh", "git", "sftp", "scp");

    /** How often parameters are unescaped: a URL can be a parameter of another. */
    private static final int LAYERS = 3;

    static Optional<Address> of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String authority = parts.group(2);
        int at = authority.lastIndexOf('@');
        String path = parts.group(3);
        int parameter = path.indexOf(';');
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        return Optional.of(new Address(
                scheme,
                at >= 0 && !isForAll(scheme, authority.substring(0, at)),
                withoutPort(authority.substring(at + 1)).toLowerCase(Locale.ROOT),
                path,
                (parameter < 0 ? "" : path.substring(parameter)) + parts.group(4)));
    }

    private static boolean isForAll(String scheme, String user) {
        return NAMED_FOR_ALL.contains(scheme)
                && !user.isEmpty()
                && user.indexOf(':') < 0
                && !user.toLowerCase(Locale.ROOT).contains("%3a");
    }

    /** A text that names neither scheme nor host, for its parameters' sake. */
    static Address withoutScheme(String text) {
        int parameters = text.indexOf('?');
        return new Address("", false, "", text, parameters < 0 ? "" : text.substring(parameters));
    }

    /** Every address in a text; of one within another, no more than its first characters. */
    static List<Address> in(String text) {
        List<Address> found = new ArrayList<>();
        int outer = 0;
        for (int mark = text.indexOf(MARK); mark >= 0; mark = text.indexOf(MARK, mark + 1)) {
            int start = mark;
            while (start > 0 && mark - start < LONGEST_SCHEME && isOfScheme(text.charAt(start - 1))) {
                start--;
            }
            int end = mark + MARK.length();
            int limit = mark < outer ? Math.min(text.length(), end + LONGEST_WITHIN) : text.length();
            while (end < limit && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '"') {
                end++;
            }
            outer = Math.max(outer, end);
            of(text.substring(start, end)).ifPresent(found::add);
        }
        return found;
    }

    boolean isWeb() {
        return scheme.equals("http") || scheme.equals("https");
    }

    boolean isOn(String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    /**
     * A parameter that has a value.
     *
     * @param name in lower case
     */
    record Parameter(String name, String value) {}

    /** All parameters that have a value, as they are written and unescaped. */
    List<Parameter> named() {
        List<Parameter> named = new ArrayList<>();
        String layer = parameters;
        for (int i = 0; i < LAYERS; i++) {
            for (String parameter : layer.split("[?&;#]", -1)) {
                int equals = parameter.indexOf('=');
                if (equals > 0 && equals < parameter.length() - 1) {
                    named.add(new Parameter(
                            parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            parameter.substring(equals + 1)));
                }
            }
            String unescaped = unescaped(layer);
            if (unescaped.equals(layer)) {
                break;
            }
            layer = unescaped;
        }
        return named;
    }

    /** Byte by byte: names that matter are ASCII. */
    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    private static String withoutPort(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
    }

    private static boolean isOfScheme(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '.'
                || c == '-';
    }
}
