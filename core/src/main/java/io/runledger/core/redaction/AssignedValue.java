package io.runledger.core.redaction;

/**
 * A value that a text assigns to a name, and what its notation says of it.
 *
 * @param quoted whether it is in quotes
 * @param strong whether nothing but an assignment is written so
 * @param header whether it is a header of cookies, to its line's end
 * @param loose whether it only comes after the name, so that it may be a word of a sentence
 * @param next the character after it; 0 at the text's end
 */
record AssignedValue(
        String name, String value, boolean quoted, boolean strong, boolean header, boolean loose, char next) {
    private static final int LONGEST_NUMBER = 5;
    private static final int LEAST_GIVEN = 8;

    /** Whether it is a secret under a name that a rule knows so well. */
    boolean isSecret(Names.Match match) {
        boolean flag = name.startsWith("-");
        if (Placeholders.is(value) || (flag && isOfUsage(value))) {
            return false;
        }
        if (loose) {
            return match == Names.Match.SURE && (quoted ? Generated.isPassword(value) : Generated.isNoDigest(value));
        }
        if (match != Names.Match.SURE && !(flag && match == Names.Match.LIKELY)) {
            boolean given = strong && match == Names.Match.LIKELY;
            return match == Names.Match.MAYBE
                    ? Generated.isNoDigest(value)
                    : Generated.is(value) || (given && isGiven(value));
        }
        if (quoted || header) {
            return !header || !value.endsWith("=");
        }
        if (value.startsWith("!") && value.length() > 1 && Character.isLetter(value.charAt(1)) && !strong) {
            return false; // a tag of YAML
        }
        if (isNumber(value) || next == '(' || next == '[' || isOwnName()) {
            return false;
        }
        return strong || looksRandom(value);
    }

    /** {@code --password TEXT}, as a command explains itself. */
    private static boolean isOfUsage(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** What follows an equals sign at once, and is no part of a path. */
    private static boolean isGiven(String value) {
        return value.length() >= LEAST_GIVEN && value.indexOf('/') < 0 && Generated.isPassword(value);
    }

    /** {@code password=password} and {@code token=self.token} pass something on. */
    private boolean isOwnName() {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Character.isLetter(c) && c != '_' && c != '.') {
                return false;
            }
        }
        String last = Names.plain(value.substring(value.lastIndexOf('.') + 1));
        return !last.isEmpty() && Names.plain(name).endsWith(last);
    }

    private static boolean isNumber(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (i == LONGEST_NUMBER || ((c < '0' || c > '9') && c != '.' && c != '-')) {
                return false;
            }
        }
        return true;
    }

    /** Not a word of a sentence. */
    private static boolean looksRandom(String value) {
        boolean digit = false;
        boolean letter = false;
        boolean symbol = false;
        boolean inner = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            digit |= c >= '0' && c <= '9';
            letter |= Character.isLetter(c);
            symbol |= "!@#$%^&*+=/~?".indexOf(c) >= 0;
            inner |= i > 0 && Character.isUpperCase(c) && Character.isLowerCase(value.charAt(i - 1));
        }
        symbol &= !value.startsWith("/") && !value.endsWith("?") && !value.endsWith("!");
        return value.length() >= 6 && letter && (digit || symbol || (inner && value.length() >= 12));
    }
}
