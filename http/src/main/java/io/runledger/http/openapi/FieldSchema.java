package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.avro.Schema;

/** How a field of an Avro schema, with the properties that contracts have on fields, looks in JSON. */
final class FieldSchema {
    private static final String ENUM = "enum";

    private FieldSchema() {}

    /** Whether a client writes it, who may leave out what has a default, or reads it, with what the ledger has added. */
    enum Direction {
        SENT,
        ANSWERED
    }

    /** A record's fields, without its description. */
    static ObjectNode object(Schema record, Direction direction) {
        ObjectNode schema = Parts.object().put("type", "object");
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (Schema.Field field : record.getFields()) {
            boolean sent = direction == Direction.SENT;
            if (sent && Boolean.TRUE.equals(field.getObjectProp("ledger"))) {
                continue;
            }
            if (sent ? isAsked(field) : !field.schema().isNullable()) {
                required.add(field.name());
            }
            properties.set(field.name(), of(field, direction));
        }
        return schema;
    }

    /** Whether a client has to give it, for nobody else would. */
    private static boolean isAsked(Schema.Field field) {
        return !field.hasDefaultValue() && field.getProp("made") == null && field.getProp("filled") == null;
    }

    private static ObjectNode of(Schema.Field field, Direction direction) {
        Schema value = value(field.schema());
        ObjectNode schema = typed(field, value, direction);
        if (schema.has("$ref")) {
            return schema;
        }
        // Generated clients cannot have an object that may be null; to leave it out says the same.
        boolean mayBeNull = direction == Direction.SENT
                && field.schema().isNullable()
                && schema.has("type")
                && !schema.path("type").asText().equals("object");
        if (mayBeNull) {
            String type = schema.path("type").asText();
            schema.putArray("type").add(type).add("null");
            if (schema.get(ENUM) instanceof ArrayNode words) {
                words.addNull();
            }
        }
        return schema.put("description", description(field, direction));
    }

    private static ObjectNode typed(Schema.Field field, Schema value, Direction direction) {
        ObjectNode schema = Parts.object();
        switch (value.getType()) {
            case STRING -> string(field, schema);
            case LONG -> {
                if (value.getLogicalType() != null) {
                    return schema.put("type", "string").put("format", "date-time");
                }
                number(field, schema.put("type", "integer").put("format", "int64"), "minimum");
            }
            case INT -> number(field, schema.put("type", "integer").put("format", "int32"), "minimum");
            case BOOLEAN -> schema.put("type", "boolean");
            case FIXED -> schema.put("type", "string").put("pattern", "^[0-9a-f]{" + 2 * value.getFixedSize() + "}$");
            case ARRAY -> {
                ObjectNode items =
                        schema.put("type", "array").putObject("items").put("type", "string");
                format(field, items);
                number(field, schema, "maxItems");
            }
            case RECORD -> {
                return direction == Direction.SENT ? schema.put("$ref", value.getName()) : object(value, direction);
            }
            default ->
                throw new IllegalStateException(
                        "the field " + field.name() + " has a type that nothing says the JSON of: " + value.getType());
        }
        return schema;
    }

    private static void string(Schema.Field field, ObjectNode schema) {
        String format = String.valueOf(field.getProp("format"));
        if (field.getObjectProp(ENUM) instanceof List<?> words) {
            ArrayNode allowed = schema.put("type", "string").putArray(ENUM);
            words.forEach(word -> allowed.add(String.valueOf(word)));
        } else if (format.equals("json-object")) {
            schema.put("type", "object").put("additionalProperties", true);
        } else if (!format.equals("json")) {
            format(field, schema.put("type", "string"));
            number(field, schema, "maxLength");
        }
    }

    private static void format(Schema.Field field, ObjectNode schema) {
        String format = field.getProp("format");
        if (format != null) {
            schema.put("format", format);
        }
    }

    private static void number(Schema.Field field, ObjectNode schema, String property) {
        if (field.getObjectProp(property) instanceof Number number) {
            schema.put(property, number.intValue());
        }
    }

    private static String description(Schema.Field field, Direction direction) {
        if (direction == Direction.ANSWERED) {
            return field.doc();
        }
        if (field.getProp("made") != null) {
            return field.doc() + " Made (UUID version 7) when it is left out.";
        }
        if (field.hasDefaultValue() && field.defaultVal() instanceof String otherwise) {
            return field.doc() + " Without it: " + otherwise + ".";
        }
        return field.hasDefaultValue() && field.defaultVal() instanceof List<?>
                ? field.doc() + " Without it: none."
                : field.doc();
    }

    /** What a field has if it is not null. */
    static Schema value(Schema schema) {
        return schema.isNullable() && schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }
}
