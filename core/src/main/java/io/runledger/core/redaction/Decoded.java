package io.runledger.core.redaction;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A text without its escapes: percent-encoding (RFC 3986) and the escapes of JSON's strings. It knows where each character
 * came from, so that what is found here can be replaced there.
 *
 * @param from by character, where it begins in the text that it came from; one more for the end
 */
record Decoded(String text, int[] from) {

    /** Empty if there is no escape. */
    static Optional<Decoded> of(String text, Budget budget) {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0) {
            return Optional.empty();
        }
        budget.spend(2L * text.length());
        StringBuilder out = new StringBuilder(text.length());
        int[] from = new int[text.length() + 1];
        int at = 0;
        while (at < text.length()) {
            from[out.length()] = at;
            int length = escape(text, at, out);
            if (length == 0) {
                out.append(text.charAt(at));
                length = 1;
            }
            at += length;
        }
        if (out.length() == text.length()) {
            return Optional.empty();
        }
        from[out.length()] = at;
        return Optional.of(new Decoded(out.toString(), Arrays.copyOf(from, out.length() + 1)));
    }

    Span inSource(Span span) {
        return new Span(from[span.start()], from[span.end()], span.rule());
    }

    /** Appends what the escape at {@code at} stands for, and gives its length; 0 if there is none. */
    private static int escape(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        if (c == '%') {
            return number(text, at + 1, 2, out) ? 3 : 0;
        }
        if (c != '\\' || at + 1 == text.length()) {
            return 0;
        }
        char escaped = text.charAt(at + 1);
        switch (escaped) {
            case '"', '\\', '/', '\'' -> out.append(escaped);
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'b', 'f' -> out.append(' ');
            case 'u' -> {
                return number(text, at + 2, 4, out) ? 6 : 0;
            }
            case 'x' -> {
                return number(text, at + 2, 2, out) ? 4 : 0;
            }
            default -> {
                return 0;
            }
        }
        return 2;
    }

    private static boolean number(String text, int at, int digits, StringBuilder out) {
        if (at + digits > text.length()) {
            return false;
        }
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = HexFormat.isHexDigit(text.charAt(i)) ? HexFormat.fromHexDigit(text.charAt(i)) : -1;
            if (digit < 0) {
                return false;
            }
            number = number * 16 + digit;
        }
        out.append((char) number);
        return true;
    }
}
