package io.runledger.bundle.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.contract.Timestamps;
import java.time.DateTimeException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What one field of a record must be.
 *
 * @param words that it may be, if it is a {@link Kind#WORD}
 */
public record Field(String name, boolean required, Kind kind, Set<String> words) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern POSITION = Pattern.compile("\\d{1,6}:\\d{1,18}");
    private static final int LONGEST_NAME = 256;

    /** Which rule a wrong value breaks, and how. */
    public record Wrong(String rule, String detail) {}

    public enum Kind {
        /** Looked at by another rule. */
        ANY,
        TEXT,
        NAME,
        WORD,
        TIME,
        COUNT,
        FLAG,
        DIGEST,
        POSITION,
        OBJECT,
        TEXTS,
        NUMBER,
        /** A number, or null where there is no value. */
        SCORE,
        /** An array of objects. */
        OBJECTS,
        /** An object of strings, or of null where there is no value. */
        TEXTS_BY_NAME,
        /** An object of numbers, or of null where there is no value. */
        NUMBERS_BY_NAME
    }

    public static Field required(String name, Kind kind) {
        return new Field(name, true, kind, Set.of());
    }

    public static Field optional(String name, Kind kind) {
        return new Field(name, false, kind, Set.of());
    }

    public static Field word(String name, Set<String> words) {
        return new Field(name, true, Kind.WORD, words);
    }

    public static Field optionalWord(String name, String... words) {
        return new Field(name, false, Kind.WORD, new LinkedHashSet<>(List.of(words)));
    }

    /** What is wrong with a value, if something is. */
    public Optional<Wrong> check(JsonNode value) {
        return switch (kind) {
            case ANY -> Optional.empty();
            case TEXT -> type(value.isTextual(), "must be a string");
            case NAME -> type(value.isTextual(), "must be a string").or(() -> name(value.textValue()));
            case WORD ->
                type(value.isTextual(), "must be a string")
                        .or(() -> wrong(
                                words.contains(value.textValue()),
                                "enum",
                                "must be one of: " + String.join(", ", words)));
            case TIME ->
                type(value.isTextual(), "must be a string")
                        .or(() -> wrong(
                                isTime(value.textValue()), "timestamp", "must be an RFC 3339 time with its offset"));
            case COUNT ->
                type(
                        value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0,
                        "must be a whole number, not negative");
            case FLAG -> type(value.isBoolean(), "must be true or false");
            case DIGEST ->
                type(
                        value.isTextual() && DIGEST.matcher(value.textValue()).matches(),
                        "must be 64 lower-case hexadecimal digits");
            case POSITION ->
                type(
                        value.isTextual() && POSITION.matcher(value.textValue()).matches(),
                        "must be a position, such as 3:1207");
            case OBJECT -> type(value.isObject(), "must be an object");
            case TEXTS -> type(value.isArray() && areAll(value, JsonNode::isTextual), "must be an array of strings");
            case NUMBER -> type(value.isNumber(), "must be a number");
            case SCORE -> type(value.isNumber() || value.isNull(), "must be a number, or null");
            case OBJECTS -> type(value.isArray() && areAll(value, JsonNode::isObject), "must be an array of objects");
            case TEXTS_BY_NAME ->
                type(
                        value.isObject() && areAll(value, each -> each.isTextual() || each.isNull()),
                        "must be an object of strings");
            case NUMBERS_BY_NAME ->
                type(
                        value.isObject() && areAll(value, each -> each.isNumber() || each.isNull()),
                        "must be an object of numbers");
        };
    }

    private static Optional<Wrong> name(String text) {
        return wrong(
                !text.isEmpty() && text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl),
                "wrong-name",
                "must have 1 to " + LONGEST_NAME + " characters, none of them a control character");
    }

    private static boolean isTime(String text) {
        try {
            Timestamps.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean areAll(JsonNode values, Predicate<JsonNode> test) {
        for (JsonNode value : values) {
            if (!test.test(value)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Wrong> type(boolean right, String detail) {
        return wrong(right, "wrong-type", detail);
    }

    private static Optional<Wrong> wrong(boolean right, String rule, String detail) {
        return right ? Optional.empty() : Optional.of(new Wrong(rule, detail));
    }
}
