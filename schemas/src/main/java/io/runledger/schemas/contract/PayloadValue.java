package io.runledger.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What one Avro type, but no union, asks of a JSON value; what is inside the value is not looked at. */
final class PayloadValue {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final String JSON = "json";
    private static final int DATE_LENGTH = "2026-11-21".length();

    private PayloadValue() {}

    /** Whether the type is written with this kind of JSON value: what a union's branch is chosen by. */
    static boolean takes(Schema schema, JsonNode value) {
        return switch (schema.getType()) {
            case NULL -> value.isNull();
            case BOOLEAN -> value.isBoolean();
            case INT, LONG -> value.isIntegralNumber() || (value.isTextual() && (isDate(schema) || isTime(schema)));
            case FLOAT, DOUBLE -> value.isNumber();
            case STRING -> value.isTextual() || isJson(schema);
            case BYTES, FIXED, ENUM -> value.isTextual();
            case RECORD, MAP -> value.isObject();
            case ARRAY -> value.isArray();
            case UNION -> throw new IllegalArgumentException("a union is not one type");
        };
    }

    static boolean fits(Schema schema, JsonNode value) {
        if (!takes(schema, value)) {
            return false;
        }
        return switch (schema.getType()) {
            case INT -> value.isTextual() ? isDate(value.textValue()) : value.canConvertToInt();
            case LONG -> value.isTextual() ? isTime(value.textValue()) : value.canConvertToLong();
            case FLOAT -> Float.isFinite((float) value.doubleValue());
            case STRING -> isJson(schema) || !isUuid(schema) || isUuid(value.textValue());
            case ENUM -> schema.hasEnumSymbol(value.textValue());
            case BYTES -> areBytes(value.textValue());
            case FIXED ->
                (value.textValue().length() == schema.getFixedSize() && areBytes(value.textValue()))
                        || (isUuid(schema) && isUuid(value.textValue()));
            default -> true;
        };
    }

    /** What would be right, to be read after "must be". */
    static String wanted(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> "null";
            case BOOLEAN -> "true or false";
            case INT ->
                isDate(schema)
                        ? "a date such as 2026-11-21 or a whole number of days since 1970-01-01"
                        : "a whole number from -2147483648 to 2147483647";
            case LONG ->
                isTime(schema)
                        ? "an RFC 3339 time with its offset, such as 2026-11-21T10:00:00.000001Z, or a whole number of "
                                + unit(schema) + " since 1970-01-01T00:00:00Z"
                        : "a whole number from -2^63 to 2^63-1";
            case FLOAT -> "a number that single precision can hold";
            case DOUBLE -> "a number";
            case STRING ->
                isJson(schema) ? "any JSON" : isUuid(schema) ? "a UUID, 8-4-4-4-12 hexadecimal digits" : "a string";
            case BYTES -> "a string of the characters U+0000 to U+00FF, one for each byte";
            case FIXED ->
                isUuid(schema)
                        ? "a UUID, 8-4-4-4-12 hexadecimal digits"
                        : "a string of exactly " + schema.getFixedSize()
                                + " of the characters U+0000 to U+00FF, one for each byte";
            case ENUM -> "one of: " + PayloadCheck.listed(schema.getEnumSymbols(), ", ");
            case RECORD -> "an object, " + schema.getName();
            case MAP -> "an object";
            case ARRAY -> "an array";
            case UNION -> throw new IllegalArgumentException("a union is not one type");
        };
    }

    /** A string that holds JSON, {@code "logicalType": "json"}: in a payload the JSON is written bare. */
    static boolean isJson(Schema schema) {
        return schema.getType() == Schema.Type.STRING && JSON.equals(schema.getProp(LogicalType.LOGICAL_TYPE_PROP));
    }

    /** A record that says {@code "additionalProperties": true}: members that it does not name may be anything. */
    static boolean isOpen(Schema schema) {
        return Boolean.TRUE.equals(schema.getObjectProp("additionalProperties"));
    }

    /** The texts that a field says with {@code enum}, as the fields of events and artifacts do; empty if it takes any. */
    static List<String> allowed(Schema.Field field) {
        return field.getObjectProp("enum") instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * A field that says {@code "nullIsNoValue": true}: null means that there is no value, also within its map. What JSON
     * makes of a number that is none (NaN) is null.
     */
    static boolean mayHaveNoValue(Schema.Field field) {
        return Boolean.TRUE.equals(field.getObjectProp("nullIsNoValue"));
    }

    /** The same object without the members that are null; any other value is the same. */
    static JsonNode withoutNulls(JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        ObjectNode valued = object.objectNode();
        object.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                valued.set(member.getKey(), member.getValue());
            }
        });
        return valued;
    }

    private static boolean isDate(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.Date;
    }

    private static boolean isTime(Schema schema) {
        LogicalType type = schema.getLogicalType();
        return type instanceof LogicalTypes.TimestampMillis || type instanceof LogicalTypes.TimestampMicros;
    }

    private static boolean isUuid(Schema schema) {
        LogicalType type = schema.getLogicalType();
        return type != null && type.getName().equals("uuid");
    }

    private static String unit(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis ? "milliseconds" : "microseconds";
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == DATE_LENGTH && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        try {
            Timestamps.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    private static boolean areBytes(String text) {
        return text.chars().allMatch(c -> c <= 0xff);
    }
}
