package io.runledger.schemas.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

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
            try {
                byte[] header = Base64.getUrlDecoder().decode(dot < 0 ? text : text.substring(0, dot));
                return new String(header, StandardCharsets.ISO_8859_1).contains("\"alg\"");
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    },
    /** User and password of HTTP's Basic authentication (RFC 7617), in Base64. */
    BASIC {
        @Override
        boolean passes(String text) {
            try {
                return new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
            } catch (IllegalArgumentException e) {
                return false;
            }
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

    abstract boolean passes(String text);

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
