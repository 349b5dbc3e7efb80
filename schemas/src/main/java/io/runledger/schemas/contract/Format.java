package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What a text field may hold; the names are those of {@code format} in the Avro schemas. */
enum Format {
    /** Ids that are in keys and paths. */
    IDENTIFIER(200, "letters, digits and . _ : @ + = ~ , - only, beginning with a letter or digit") {
        @Override
        boolean fits(String text) {
            return Format.isAsciiAlphanumeric(text.charAt(0)) && Format.all(text, c -> Format.in(c, "._:@+=~,-"));
        }
    },
    /** Types and kinds, dotted by custom. */
    TYPE(200, "letters, digits and . _ - only, beginning with a letter") {
        @Override
        boolean fits(String text) {
            char first = text.charAt(0);
            return Format.isAsciiAlphanumeric(first)
                    && !(first >= '0' && first <= '9')
                    && Format.all(text, c -> Format.in(c, "._-"));
        }
    },
    /** Names as people and programs give them, on one line. */
    NAME(256, "no control characters and no space at either end") {
        @Override
        boolean fits(String text) {
            return Format.all(text, c -> !Character.isISOControl(c))
                    && text.strip().length() == text.length()
                    && CanonicalJson.isUnicode(text);
        }
    },
    /** Longer text; line breaks and tabs are welcome. */
    TEXT(4000, "no control characters but line breaks and tabs") {
        @Override
        boolean fits(String text) {
            return Format.all(text, c -> !Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t')
                    && CanonicalJson.isUnicode(text);
        }
    },
    /** Lower-case hexadecimal. */
    HEX(128, "lower-case hexadecimal digits only, an even number of them") {
        @Override
        boolean fits(String text) {
            return text.length() % 2 == 0 && Format.all(text, c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        }
    },
    /** Any JSON text. */
    JSON(Integer.MAX_VALUE, "JSON text") {
        @Override
        boolean fits(String text) {
            return Format.parses(text, false);
        }
    },
    /** The JSON text of an object. */
    JSON_OBJECT(Integer.MAX_VALUE, "the text of a JSON object") {
        @Override
        boolean fits(String text) {
            return Format.parses(text, true);
        }
    };

    static final JsonFactory FACTORY = new JsonFactory();

    private final int maxLength;
    private final String rule;

    Format(int maxLength, String rule) {
        this.maxLength = maxLength;
        this.rule = rule;
    }

    static Format of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean isJson() {
        return this == JSON || this == JSON_OBJECT;
    }

    int maxLength() {
        return maxLength;
    }

    /** What is wrong with a text, if anything is. {@code maxLength} in UTF-16 code units. */
    Optional<String> problem(String text, int maxLength) {
        if (text.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (text.length() > maxLength) {
            return Optional.of("is longer than " + maxLength + " characters");
        }
        return fits(text) ? Optional.empty() : Optional.of("must be made of: " + rule);
    }

    abstract boolean fits(String text);

    /** A loop and no stream: every text of every record goes through it. */
    private static boolean all(String text, IntPredicate fits) {
        for (int i = 0; i < text.length(); i++) {
            if (!fits.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean in(int c, String punctuation) {
        return isAsciiAlphanumeric(c) || punctuation.indexOf(c) >= 0;
    }

    /** Well-formed and nothing after it; a record published straight to Kafka need not be canonical. */
    private static boolean parses(String text, boolean object) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null || (object && first != JsonToken.START_OBJECT)) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
