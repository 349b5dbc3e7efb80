package io.runledger.schemas.redaction;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts that stand where a secret would and are none: references to it, templates, masks, and what was redacted before. */
final class Placeholders {
    private static final Set<String> WORDS = Set.of(
            "none", "null", "nil", "true", "false", "undefined", "redacted", "masked", "hidden", "removed", "filtered");

    private static final Pattern REFERENCE = Pattern.compile(
            "\\[(?:REDACTED|DROPPED):[a-z0-9-]{1,64}](?:#[0-9]{1,9})?"
                    + "|\\$\\{[A-Za-z0-9_.:/-]{1,200}}|\\$\\([A-Za-z0-9_ ./-]{1,200}\\)|\\$[A-Z_][A-Z0-9_]{0,99}|%[A-Z][A-Z0-9_]{0,99}%"
                    + "|\\{\\{[^{}]{1,200}}}|\\{[A-Za-z_]{1,64}}|%\\([A-Za-z_]{1,64}\\)s|%s"
                    + "|<[A-Z][A-Z_ -]{0,64}>|<[a-z]+(?:[ _-][a-z]+){0,8}>"
                    + "|env:[A-Za-z_][A-Za-z0-9_]{0,99}|(?:env|vault|file|secret|ssm|keyring|op)://[A-Za-z0-9_./#:-]{1,200}"
                    + "|arn:aws[a-z-]{0,12}:(?:secretsmanager|ssm):[A-Za-z0-9_./:-]{1,300}"
                    + "|projects/[a-z0-9-]{1,64}/secrets/[A-Za-z0-9_./-]{1,200}"
                    + "|(?:os\\.environ|process\\.env|System\\.getenv)[A-Za-z0-9_.]{0,100}"
                    + "|[*\\u2022\\u25cf.\\u2026_-]{1,200}+|[xX]{3,200}+|\\*{3}[^\\s*]{0,4}|[a-z]{1,6}[-_](?:\\.{3}|\\u2026|\\*{3,64}|x{3,64}+|X{3,64}+)");

    private static final Pattern PATH = Pattern.compile(
            "(?:~|\\.{1,2}|[A-Za-z]:)?(?:[/\\\\](?:[a-z0-9]{1,24}|(?=[^/\\\\]{0,40}[._-])[A-Za-z0-9._-]{1,40})){2,12}");

    private static final Pattern DROPPED = Pattern.compile("\\[(?:REDACTED|DROPPED):[a-z0-9-]{1,64}]");

    private static final int LONGEST = 400;

    private Placeholders() {}

    /** Whether nothing of the text is content any more. */
    static boolean isDropped(String value) {
        return value.isBlank() || DROPPED.matcher(value).matches();
    }

    /** A name without what was redacted in it. */
    static String without(String name) {
        return name.indexOf('[') < 0 ? name : DROPPED.matcher(name).replaceAll("");
    }

    static boolean is(String value) {
        String text = value.strip();
        return text.isEmpty()
                || (text.length() <= LONGEST
                        && (WORDS.contains(text.toLowerCase(Locale.ROOT))
                                || REFERENCE.matcher(text).matches()
                                || PATH.matcher(text).matches()));
    }
}
