package io.runledger.core.redaction;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts in the place of a secret that are none: references to it, templates, masks, and what was redacted before. */
final class Placeholders {
    private static final Set<String> WORDS = Set.of(
            "none",
            "null",
            "nil",
            "true",
            "false",
            "undefined",
            "redacted",
            "masked",
            "hidden",
            "removed",
            "filtered",
            "omitted",
            "encrypted");

    /** What a template calls what goes there. */
    private static final Set<String> NAMES = Set.of(
            "password",
            "passwd",
            "passphrase",
            "pass",
            "pwd",
            "secret",
            "token",
            "key",
            "apikey",
            "value",
            "string",
            "username",
            "user",
            "credential",
            "credentials",
            "sensitive",
            "base64",
            "encoded",
            "jwt",
            "bearer",
            "uuid",
            "hash",
            "here",
            "your",
            "empty",
            "unset");

    private static final Pattern REDACTED = Pattern.compile("\\[(?:REDACTED|DROPPED):[a-z0-9-]{1,64}](?:#[0-9]{1,9})?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z0-9_.:/-]{1,200}}|\\$\\{\\{[^{}]{1,200}}}"
            + "|\\$\\([A-Za-z0-9_ ./-]{1,200}\\)|\\$[A-Z_][A-Z0-9_]{0,99}|%[A-Z][A-Z0-9_]{0,99}%"
            + "|%\\([A-Za-z_]{1,64}\\)s|%s");
    private static final Pattern BRACES =
            Pattern.compile("\\{\\{[^{}]{1,200}}}|\\{[A-Z][A-Z0-9_]{0,64}}|\\{[A-Za-z]{1,30}(?:_[A-Za-z]{1,30}){1,4}}");
    private static final Pattern ANGLES =
            Pattern.compile("<[A-Z][A-Z0-9_ -]{0,64}>|<[A-Za-z]{1,20}(?:[ _-][A-Za-z]{1,20}){1,8}>");
    private static final Pattern REFERENCE = Pattern.compile(
            "env:[A-Za-z_][A-Za-z0-9_]{0,99}|(?:env|vault|file|secret|ssm|keyring|op)://[A-Za-z0-9_./#:-]{1,200}"
                    + "|arn:aws[a-z-]{0,12}:(?:secretsmanager|ssm):[A-Za-z0-9_./:-]{1,300}"
                    + "|projects/[a-z0-9-]{1,64}/secrets/[A-Za-z0-9_./-]{1,200}"
                    + "|(?:os\\.environ|process\\.env|System\\.getenv)[A-Za-z0-9_.]{0,100}");
    private static final Pattern YOURS = Pattern.compile("(?i:your|insert|enter|replace)(?:[_ -][A-Za-z]{1,20}){1,6}");
    private static final Pattern MASK =
            Pattern.compile("[*\\u2022\\u25cf.\\u2026_-]{1,200}+|[xX]{3,200}+|\\*{3}[^\\s*]{0,4}"
                    + "|[a-z]{1,6}[-_](?:\\.{3}|\\u2026|\\*{3,64}|x{3,64}+|X{3,64}+)");

    private static final Pattern PATH = Pattern.compile(
            "(?:~|\\.{1,2}|[A-Za-z]:)?(?:[/\\\\](?:[a-z0-9]{1,24}|(?=[^/\\\\]{0,40}[._-])[A-Za-z0-9._-]{1,40})){2,12}");

    /** Where paths of a machine begin, but for those that name their file's kind. */
    private static final Pattern ROOTED = Pattern.compile(
            "(?:~|\\.|[A-Za-z]:).*|/(?:run|etc|var|home|usr|opt|tmp|mnt|srv|root|app|data|secrets?|vault|dev|proc|media|private|workspace|config|certs?|keys|kv)/.*"
                    + "|.*\\.[a-z0-9]{1,8}");

    private static final Pattern DROPPED = Pattern.compile("\\[(?:REDACTED|DROPPED):[a-z0-9-]{1,64}]");

    private static final int LONGEST = 400;
    private static final int LONGEST_WORD = 12;

    private Placeholders() {}

    /** Whether nothing of the text is content any more. */
    static boolean isDropped(String value) {
        return value.isBlank()
                || (value.length() < LONGEST && DROPPED.matcher(value).matches());
    }

    /** A name without what was redacted in it. */
    static String without(String name) {
        return name.indexOf('[') < 0 ? name : DROPPED.matcher(name).replaceAll("");
    }

    static boolean is(String value) {
        String text = value.strip();
        if (text.isEmpty()) {
            return true;
        }
        int length = text.length();
        if (length > LONGEST) {
            return false;
        }
        if (length <= LONGEST_WORD && WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return true;
        }
        return switch (text.charAt(0)) {
            case '[' -> REDACTED.matcher(text).matches();
            case '$', '%' -> VARIABLE.matcher(text).matches();
            case '{' -> isNamed(text, BRACES);
            case '<' -> isNamed(text, ANGLES);
            case '~', '.', '/' -> isMask(text) || isPath(text);
            default ->
                isMask(text)
                        || isYours(text)
                        || isReference(text)
                        || (length > 3 && text.charAt(1) == ':' && isPath(text));
        };
    }

    private static boolean isNamed(String text, Pattern template) {
        int last = text.length() - 1;
        if (text.charAt(last) != '>' && text.charAt(last) != '}') {
            return false;
        }
        String inside = text.substring(1, last).toLowerCase(Locale.ROOT);
        return WORDS.contains(inside)
                || NAMES.contains(inside)
                || template.matcher(text).matches();
    }

    private static boolean isMask(String text) {
        char last = text.charAt(text.length() - 1);
        boolean mayBe = "*\u2022\u25cf.\u2026_-xX".indexOf(last) >= 0 || text.startsWith("***");
        return mayBe && MASK.matcher(text).matches();
    }

    private static boolean isYours(String text) {
        return "yYiIeErR".indexOf(text.charAt(0)) >= 0 && YOURS.matcher(text).matches();
    }

    private static boolean isReference(String text) {
        boolean mayBe = "evfsokapSk".indexOf(text.charAt(0)) >= 0
                && (text.indexOf(':') > 0 || text.indexOf('/') > 0 || text.indexOf('.') > 0);
        return mayBe && REFERENCE.matcher(text).matches();
    }

    private static boolean isPath(String text) {
        return PATH.matcher(text).matches() && ROOTED.matcher(text).matches();
    }
}
