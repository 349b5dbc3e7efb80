package io.runledger.schemas.redaction;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name and its value within a text, as commands, headers, settings, URLs and programs write them: {@code password=x},
 * {@code --api-key x}, {@code Authorization: Bearer x}, {@code "token": "x"}, {@code <secret>x</secret>}. Reads from the name
 * on, and no further than a value may be long.
 */
final class Assignment {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 8_192;
    private static final int LONGEST_TEMPLATE = 200;
    private static final int MOST_SPACES = 4;
    private static final String[][] TEMPLATES = {
        {"[REDACTED:", "]"}, {"[DROPPED:", "]"}, {"${", "}"}, {"{{", "}}"}, {"$(", ")"}, {"<", ">"}
    };
    private static final Set<String> SCHEMES =
            Set.of("bearer", "basic", "token", "apikey", "digest", "negotiate", "bot", "splunk", "ssws");

    private final String text;
    private final int nameStart;
    private final int nameEnd;
    private int at;
    private boolean strong;
    private boolean header;

    /** @param within a place within the name */
    Assignment(String text, int within) {
        this.text = text;
        int start = within;
        while (start > 0 && within - start < LONGEST_NAME && isOfName(text.charAt(start - 1))) {
            start--;
        }
        int end = within;
        while (end < text.length() && end - within < LONGEST_NAME && isOfName(text.charAt(end))) {
            end++;
        }
        nameStart = start;
        nameEnd = end;
    }

    String plainName() {
        return Names.plain(text.substring(nameStart, nameEnd));
    }

    int end() {
        return nameEnd;
    }

    /** Where the value stands; empty if there is none, or none that could be a secret. */
    Optional<Span> value(String rule) {
        at = nameEnd;
        if (text.startsWith("[REDACTED:", nameStart - 10)
                || text.startsWith("[DROPPED:", nameStart - 9)
                || !separator()) {
            return Optional.empty();
        }
        int end;
        String quote = quote();
        scheme();
        if (quote != null) {
            end = closing(quote);
            strong = true;
        } else {
            end = wordEnd();
            header &= text.substring(at, end).indexOf('=') > 0;
            end = header ? lineEnd() : end;
        }
        String value = text.substring(at, end);
        return isSecret(value, quote != null, end) ? Optional.of(new Span(at, end, rule)) : Optional.empty();
    }

    private boolean separator() {
        skipQuote();
        if (peek() == ']') {
            at++;
        }
        int before = at;
        spaces();
        boolean spaced = at > before;
        char c = peek();
        if (c == '=') {
            at++;
            if (peek() == '=' || peek() == '>') {
                at++;
            }
            int behind = at;
            spaces();
            strong = !spaced && at == behind;
            return true;
        }
        if (c == ':') {
            at++;
            if (peek() == '=') {
                at++;
            }
            spaces();
            header = text.startsWith("ookie", nameEnd - 5);
            return true;
        }
        if (c == '>' && nameStart > 0 && text.charAt(nameStart - 1) == '<') {
            at++;
            strong = true;
            return true;
        }
        strong = spaced && text.charAt(nameStart) == '-' && c != '-';
        return strong;
    }

    /** An opening quote, with what may stand before it; null if there is none. */
    private @Nullable String quote() {
        int start = at;
        if ("bru".indexOf(peek()) >= 0 && start + 1 < text.length() && isQuote(text.charAt(start + 1))) {
            start++;
        }
        int end = start;
        while (end < text.length() && text.charAt(end) == '\\' && end - start < 3) {
            end++;
        }
        if (end < text.length() && isQuote(text.charAt(end))) {
            at = end + 1;
            return text.substring(start, end + 1);
        }
        return null;
    }

    private void skipQuote() {
        int end = at;
        while (end < text.length() && text.charAt(end) == '\\' && end - at < 3) {
            end++;
        }
        if (end < text.length() && isQuote(text.charAt(end))) {
            at = end + 1;
        }
    }

    /** The word before a credential, which stays. */
    private void scheme() {
        int end = at;
        while (end < text.length() && end - at < 10 && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == ' ' && SCHEMES.contains(Names.plain(text.substring(at, end)))) {
            at = end;
            spaces();
            strong = true;
        }
    }

    private int closing(String quote) {
        int limit = Math.min(text.length(), at + LONGEST_VALUE);
        char mark = quote.charAt(quote.length() - 1);
        for (int i = at; i < limit; i++) {
            char c = text.charAt(i);
            if (c == mark && (quote.length() == 1 || text.startsWith(quote, i - quote.length() + 1))) {
                return Math.max(at, i - quote.length() + 1);
            }
            if (c == '\\' && quote.length() == 1) {
                i++;
            }
        }
        return lineEnd();
    }

    private int lineEnd() {
        int end = at;
        int limit = Math.min(text.length(), at + LONGEST_VALUE);
        while (end < limit && "\r\n\"'".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private int wordEnd() {
        for (String[] template : TEMPLATES) {
            if (text.startsWith(template[0], at)) {
                int close = text.substring(at, Math.min(text.length(), at + LONGEST_TEMPLATE))
                        .indexOf(template[1]);
                if (close >= 0) {
                    return at + close + template[1].length();
                }
            }
        }
        int end = at;
        int limit = Math.min(text.length(), at + LONGEST_VALUE);
        while (end < limit && !isDelimiter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean isSecret(String value, boolean quoted, int end) {
        if (Placeholders.is(value)) {
            return false;
        }
        if (quoted || header) {
            return true;
        }
        if (isNumber(value) || (end < text.length() && "([".indexOf(text.charAt(end)) >= 0) || isOwnName(value)) {
            return false;
        }
        return strong || looksRandom(value);
    }

    /** {@code password=password} and {@code token=self.token} pass something on. */
    private boolean isOwnName(String value) {
        return value.chars().allMatch(c -> Character.isLetter(c) || c == '_' || c == '.')
                && plainName().endsWith(Names.plain(value.substring(value.lastIndexOf('.') + 1)))
                && !Names.plain(value).isEmpty();
    }

    private static boolean isNumber(String value) {
        return value.length() < 6 && value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
    }

    /** Not a word of a sentence. */
    private static boolean looksRandom(String value) {
        boolean digit = value.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean letter = value.chars().anyMatch(Character::isLetter);
        boolean symbol = value.chars().anyMatch(c -> "!@#$%^&*+=/~?".indexOf(c) >= 0)
                && !value.startsWith("/")
                && !value.endsWith("?")
                && !value.endsWith("!");
        boolean inner = false;
        for (int i = 1; i < value.length(); i++) {
            inner |= Character.isUpperCase(value.charAt(i)) && Character.isLowerCase(value.charAt(i - 1));
        }
        return value.length() >= 6 && letter && (digit || symbol || (inner && value.length() >= 12));
    }

    private void spaces() {
        int limit = at + MOST_SPACES;
        while (at < text.length() && at < limit && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private static boolean isDelimiter(char c) {
        return c <= ' ' || "\"'`,;&<>(){}[]|\\".indexOf(c) >= 0;
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.';
    }
}
