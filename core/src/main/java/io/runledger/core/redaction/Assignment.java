package io.runledger.core.redaction;

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

    private static final int STEPS = 48;
    private static final int STEPS_FOR_VALUE = 144;

    private final String text;
    private final Budget budget;
    private final int nameStart;
    private final int nameEnd;
    private int at;
    private boolean strong;
    private boolean header;
    private boolean loose;

    /** @param within a place within the name */
    Assignment(String text, int within, Budget budget) {
        this.text = text;
        this.budget = budget;
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
        budget.spend(STEPS + (end - start));
    }

    String name() {
        return text.substring(nameStart, nameEnd);
    }

    int start() {
        return nameStart;
    }

    int end() {
        return nameEnd;
    }

    /** Whether something is assigned, and not a mark of what was redacted. */
    boolean isOne() {
        at = nameEnd;
        return separator()
                && !text.startsWith("[REDACTED:", nameStart - 10)
                && !text.startsWith("[DROPPED:", nameStart - 9);
    }

    /** Where the value is; null if there is none, or none that could be a secret. To be asked for after {@link #isOne}. */
    @Nullable
    Span value(Rule.Named rule) {
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
        budget.spend(STEPS_FOR_VALUE + 2L * (end - at));
        String value = text.substring(at, end);
        AssignedValue assigned = new AssignedValue(name(), value, quote != null, strong, header, loose, peekAt(end));
        return assigned.isSecret(rule.match()) ? new Span(at, end, rule.name()) : null;
    }

    private boolean separator() {
        boolean quoted = skipQuote();
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
            int after = at;
            spaces();
            strong = !spaced && at == after;
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
        return strong || listed(quoted, c) || (spaced && beside());
    }

    /** {@code name="password" value="x"} and {@code define('PASSWORD', 'x')}. */
    private boolean listed(boolean quoted, char c) {
        if (!quoted || (c != ',' && !text.startsWith("value=", at))) {
            return false;
        }
        at += c == ',' ? 1 : "value=".length();
        spaces();
        loose = isQuote(peek());
        return loose;
    }

    /** {@code ENV PASSWORD x} and {@code Password is: x}, if the value cannot be a word. */
    private boolean beside() {
        if (text.startsWith("is", at)) {
            at += 2;
            at += peek() == ':' ? 1 : 0;
            spaces();
        }
        loose = TextScan.isWord(peek()) || isQuote(peek());
        return loose;
    }

    /** An opening quote, with what may precede it; null if there is none. */
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

    private boolean skipQuote() {
        int end = at;
        while (end < text.length() && text.charAt(end) == '\\' && end - at < 3) {
            end++;
        }
        if (end < text.length() && isQuote(text.charAt(end))) {
            at = end + 1;
            return true;
        }
        return false;
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

    private void spaces() {
        int limit = at + MOST_SPACES;
        while (at < text.length() && at < limit && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private char peek() {
        return peekAt(at);
    }

    private char peekAt(int place) {
        return place < text.length() ? text.charAt(place) : '\0';
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
