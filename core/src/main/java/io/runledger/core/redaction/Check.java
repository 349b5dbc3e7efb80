package io.runledger.core.redaction;

import java.util.Arrays;

/** What a text that has a secret's shape must be besides. */
enum Check {
    NONE {
        @Override
        boolean passes(String text) {
            return true;
        }
    },
    /** A JSON Web Token or Encryption (RFC 7519): its first part is the Base64 of a header that names an algorithm. */
    JWT {
        @Override
        boolean passes(String text) {
            int dot = text.indexOf('.');
            String header = dot < 0 ? text : text.substring(0, dot);
            return decoded(header.substring(0, Math.min(header.length(), LONGEST_HEADER)))
                    .contains("\"alg\"");
        }
    },
    /** User and password of HTTP's Basic authentication (RFC 7617), in Base64. */
    BASIC {
        @Override
        boolean passes(String text) {
            return decoded(text).indexOf(':') >= 0;
        }
    },
    /** Has letters and digits. */
    MIXED {
        @Override
        boolean passes(String text) {
            boolean digit = false;
            boolean letter = false;
            for (int i = 0; i < text.length() && !(digit && letter); i++) {
                int c = text.charAt(i) | 0x20;
                digit |= c >= '0' && c <= '9';
                letter |= c >= 'a' && c <= 'z';
            }
            return digit && letter;
        }
    },
    /** Looks like what a program made up. */
    GENERATED {
        @Override
        boolean passes(String text) {
            return Generated.is(text);
        }
    },
    /** Looks so in one piece between dashes, or is hexadecimal. */
    KEY {
        @Override
        boolean passes(String text) {
            for (String piece : text.split("[-_]", -1)) {
                if (piece.length() >= SHORTEST_PIECE && (Generated.is(piece) || Generated.isDigest(piece))) {
                    return true;
                }
            }
            return false;
        }
    },
    /** A JSON Web Token in Base64. */
    ENCODED_JWT {
        @Override
        boolean passes(String text) {
            return decoded(decoded(text).split("\\.", 2)[0]).contains("\"alg\"");
        }
    },
    /** Payment cards (ISO/IEC 7812-1, annex B). */
    LUHN {
        @Override
        boolean passes(String text) {
            int sum = 0;
            int digits = 0;
            for (int i = text.length() - 1; i >= 0; i--) {
                int digit = text.charAt(i) - '0';
                if (digit >= 0 && digit <= 9) {
                    int weighed = digits % 2 == 1 ? 2 * digit : digit;
                    sum += weighed > 9 ? weighed - 9 : weighed;
                    digits++;
                }
            }
            return digits > 1 && sum % 10 == 0;
        }
    };

    private static final int SHORTEST_PIECE = 16;
    private static final int LONGEST_HEADER = 4_096;

    abstract boolean passes(String text);

    /** Base64 (RFC 4648) of either alphabet, as far as it goes; byte by byte. */
    static String decoded(String text) {
        StringBuilder out = new StringBuilder(text.length() * 3 / 4);
        int bits = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = value(text.charAt(i));
            if (value < 0) {
                break;
            }
            bits = (bits << 6 | value) & 0xffffff;
            count += 6;
            if (count >= 8) {
                count -= 8;
                out.append((char) (bits >> count & 0xff));
            }
        }
        return out.toString();
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }

    /** Shannon's entropy in bits for each character; characters beyond Latin-1 count as one. */
    static double entropy(String text) {
        int[] counts = new int[256];
        for (int i = 0; i < text.length(); i++) {
            counts[Math.min(text.charAt(i), 255)]++;
        }
        double length = text.length();
        return Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> -count / length * (Math.log(count / length) / Math.log(2)))
                .sum();
    }
}
