package io.runledger.schemas.contract;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the door asks of a text beyond its format. A record that is on the log is not checked against it: such texts were taken
 * before, and what was stored stays readable. A field names its rule with the property {@code door}; names and longer texts have
 * one without.
 */
enum DoorRule {
    /** Names as people and programs give them. */
    NAME("must not change the direction of text (U+202A to U+202E, U+2066 to U+2069)") {
        @Override
        boolean fits(String text) {
            return text.chars().noneMatch(Direction::directs);
        }
    },
    /** Longer text, in any language. */
    TEXT(
            "must not override the direction of text (U+202D, U+202E), and must close each embedding (U+202A, U+202B) by U+202C and"
                    + " each isolate (U+2066 to U+2068) by U+2069 on its line") {
        @Override
        boolean fits(String text) {
            return Direction.isContained(text);
        }
    },
    /** What a file is saved as: whoever takes it for a name below a folder must not be led out of it, on any system. */
    FILENAME(
            "must be a file's name without its path: no slash, backslash or drive, also not escaped (%2F), no dots alone, and"
                    + " nothing invisible or that changes the direction of text") {
        @Override
        boolean fits(String text) {
            String plain = ESCAPED_SEPARATOR.matcher(text).find() ? "/" : text;
            return plain.indexOf('/') < 0
                    && plain.indexOf('\\') < 0
                    && !DRIVE.matcher(plain).lookingAt()
                    && !DOTS.matcher(plain).matches()
                    && plain.codePoints().noneMatch(Direction::isInvisible);
        }
    },
    /** An address, which people compare by looking at it. */
    LOCATION(
            "must be on one line, with nothing in it that is invisible or changes the direction of text, such as U+202E") {
        @Override
        boolean fits(String text) {
            return text.codePoints().noneMatch(c -> Character.isISOControl(c) || Direction.isInvisible(c));
        }
    },
    /** RFC 6838, 4.2, with the parameters of RFC 9110, 8.3.1. */
    MEDIA_TYPE("must be a media type (RFC 6838), such as application/pdf or text/plain; charset=utf-8") {
        @Override
        boolean fits(String text) {
            return MEDIA.matcher(text).matches();
        }
    };

    private static final Pattern ESCAPED_SEPARATOR = Pattern.compile("%(?:25)*(?:2f|5c|00)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");
    private static final Pattern DOTS = Pattern.compile("[. ]+");
    private static final String RESTRICTED = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}";
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern MEDIA = Pattern.compile(RESTRICTED + "/" + RESTRICTED + "(?:[ \\t]*;[ \\t]*" + TOKEN
            + "=(?:" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*\"))*");

    /** Hexadecimal digits that each algorithm's digest has. */
    private static final Map<String, Integer> DIGITS =
            Map.of("sha256", 64, "blake3", 64, "sha512", 128, "sha1", 40, "md5", 32);

    private final String rule;

    DoorRule(String rule) {
        this.rule = rule;
    }

    /** The rule of a field; null if the door asks for nothing more. */
    static @Nullable DoorRule of(@Nullable String named, @Nullable Format format) {
        if (named != null) {
            return valueOf(named.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        return format == Format.NAME ? NAME : format == Format.TEXT ? TEXT : null;
    }

    /** What is wrong with a text of the right format, as the end of a sentence. */
    Optional<String> problem(String text) {
        return fits(text) ? Optional.empty() : Optional.of(rule);
    }

    abstract boolean fits(String text);

    /** What is wrong with the value of a checksum; empty for a record that is none, or one that is wrong already. */
    static Optional<String> digestProblem(IndexedRecord record) {
        if (record.getSchema().getField("algorithm") == null) {
            return Optional.empty();
        }
        Object algorithm = record.get(record.getSchema().getField("algorithm").pos());
        Object value = record.get(record.getSchema().getField("value").pos());
        Integer digits = algorithm == null ? null : DIGITS.get(algorithm.toString());
        return digits == null || value == null || value.toString().length() == digits
                ? Optional.empty()
                : Optional.of("must have the " + digits + " hexadecimal digits of a " + algorithm + " digest");
    }
}
