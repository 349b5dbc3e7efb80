package io.runledger.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a body as {@code Content-Type} tells it (RFC 9110, 8.3.1): letters of either case, parameters with or without
 * quotes, charsets by any of their names.
 *
 * @param name in lower case, without parameters
 * @param isUtf8 whether its text is UTF-8, which it is if no charset is named; US-ASCII is a part of it
 */
record MediaType(String name, boolean isUtf8) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile("\\s*(" + TOKEN + "/" + TOKEN + ")\\s*");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*(?:(" + TOKEN + ")=(" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*\")\\s*)?");
    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");
    private static final Set<Charset> UTF8 = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

    /** Empty if it is not of this form. */
    static Optional<MediaType> parse(String text) {
        Matcher type = TYPE.matcher(text);
        if (!type.lookingAt()) {
            return Optional.empty();
        }
        boolean utf8 = true;
        int at = type.end();
        Matcher parameter = PARAMETER.matcher(text);
        while (at < text.length()) {
            if (!parameter.region(at, text.length()).lookingAt()) {
                return Optional.empty();
            }
            if ("charset".equalsIgnoreCase(parameter.group(1))) {
                utf8 &= isUtf8(parameter.group(2));
            }
            at = parameter.end();
        }
        return Optional.of(new MediaType(type.group(1).toLowerCase(Locale.ROOT), utf8));
    }

    private static boolean isUtf8(String charset) {
        String name = charset.startsWith("\"")
                ? charset.substring(1, charset.length() - 1).replaceAll("\\\\(.)", "$1")
                : charset;
        try {
            return UTF8.contains(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** One JSON value: {@code application/json} or what is written in it, {@code application/*+json} (RFC 6839). */
    boolean isJson() {
        return isUtf8
                && (name.equals("application/json") || (name.startsWith("application/") && name.endsWith("+json")));
    }

    /** A JSON value on each line. */
    boolean isLines() {
        return isUtf8 && LINES.contains(name);
    }
}
