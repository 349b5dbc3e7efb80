package io.runledger.core.redaction;

/** Tells what a program made up, such as a key, from what people write: words, numbers, names, versions, paths. */
final class Generated {
    private static final int LEAST = 10;
    private static final int LEAST_CHANGES = 3;
    private static final int LEAST_OF_LETTERS = 20;
    private static final int SHORTEST_PASSWORD = 6;
    private static final String WITHIN = "+/=.~!@#$%^&*?";

    private Generated() {}

    /** Whether the text looks like a key or a token. */
    static boolean is(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c <= ' ' && i < text.length()) {
                return false;
            }
            if (c > 126) {
                return false;
            }
            if (!isOfRun(c)) {
                if (isRun(text, start, i)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    /** The same, but for digests and UUIDs, which name what everybody may know. */
    static boolean isNoDigest(String text) {
        return is(text) && !isDigest(text);
    }

    /** Whether the text looks like a password that was not made of words: letters, and digits or signs among them. */
    static boolean isPassword(String text) {
        boolean digit = false;
        boolean letter = false;
        boolean sign = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ') {
                return false;
            }
            digit |= c >= '0' && c <= '9';
            letter |= Character.isLetter(c);
            sign |= "!@#$%^&*+=~?".indexOf(c) >= 0;
        }
        return text.length() >= SHORTEST_PASSWORD && letter && (digit || sign);
    }

    /** Hexadecimal digits of a digest, or of a UUID with its dashes. */
    static boolean isDigest(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) >= 0 && c < 128) {
                digits++;
            } else if (c != '-') {
                return false;
            }
        }
        return digits >= 32 && digits % 4 == 0;
    }

    private static boolean isOfRun(char c) {
        return TextScan.isWord(c) || WITHIN.indexOf(c) >= 0;
    }

    /** A run of letters and digits that change places too often for a word with a number. */
    private static boolean isRun(String text, int start, int end) {
        if (end - start < LEAST) {
            return false;
        }
        int letters = 0;
        int digits = 0;
        int changes = 0;
        int kindBefore = 0;
        int path = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int kind = kind(c);
            letters += kind == 1 || kind == 2 ? 1 : 0;
            digits += kind == 3 ? 1 : 0;
            path += c == '/' || c == '.' ? 1 : 0;
            changes += kind != kindBefore && kindBefore != 0 && kind != 0 ? 1 : 0;
            kindBefore = kind;
        }
        int length = end - start;
        if (path > 1 + length / 12) {
            return false; // a path or a host
        }
        return letters >= 3
                && changes >= Math.max(LEAST_CHANGES, length / 6)
                && (digits >= 2 || (digits > 0 && changes >= LEAST_CHANGES + 1) || length >= LEAST_OF_LETTERS)
                && (digits > 0 || changes > length / 4);
    }

    private static int kind(char c) {
        return c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= '0' && c <= '9' ? 3 : 0;
    }
}
