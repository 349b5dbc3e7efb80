package io.runledger.schemas.contract;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one field of a contract asks for, read once from the Avro field and its properties: {@code format},
 * {@code maxLength}, {@code enum}, {@code minimum}, {@code maxItems}, {@code made} (the door makes it when it is absent),
 * {@code filled} (the door fills it in from what it knows of the request), {@code ledger} (the door sets it, nobody else),
 * {@code digest_of}, {@code door} (what the door asks of it besides).
 */
record FieldRule(
        Schema.Field field,
        Kind kind,
        boolean optional,
        boolean ledger,
        boolean made,
        Filling.@Nullable Source filled,
        @Nullable Format format,
        @Nullable DoorRule door,
        int maxLength,
        int maxItems,
        Set<String> allowed,
        @Nullable RecordRules record) {

    enum Kind {
        STRING,
        JSON,
        LONG,
        TIMESTAMP,
        DIGEST,
        STRINGS,
        RECORD
    }

    static FieldRule of(Schema.Field field) {
        Schema schema = valueSchema(field.schema());
        String named = field.getProp("format");
        String filled = field.getProp(ContentRule.FILLED);
        Format format = named == null ? null : Format.of(named);
        Set<String> allowed = new LinkedHashSet<>();
        if (field.getObjectProp("enum") instanceof Iterable<?> values) {
            values.forEach(value -> allowed.add(String.valueOf(value)));
        }
        return new FieldRule(
                field,
                kind(schema, format),
                field.schema().isNullable(),
                Boolean.TRUE.equals(field.getObjectProp("ledger")),
                field.getProp("made") != null,
                filled == null ? null : Filling.Source.of(filled),
                format,
                DoorRule.of(field.getProp("door"), format),
                number(field, "maxLength", format == null ? 4000 : format.maxLength()),
                number(field, "maxItems", Integer.MAX_VALUE),
                allowed,
                schema.getType() == Schema.Type.RECORD ? new RecordRules(schema) : null);
    }

    String name() {
        return field.name();
    }

    /** What is wrong with a text under this rule, if anything is. */
    Optional<String> problem(String text) {
        if (!allowed.isEmpty()) {
            return allowed.contains(text)
                    ? Optional.empty()
                    : Optional.of("must be one of: " + String.join(", ", allowed));
        }
        return format == null ? Optional.empty() : format.problem(text, maxLength);
    }

    /** The same for a text that comes to the door now. */
    Optional<String> problemAtDoor(String text) {
        Optional<String> problem = problem(text);
        return problem.isPresent() || door == null || !allowed.isEmpty() ? problem : door.problem(text);
    }

    private static Schema valueSchema(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(s -> s.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    private static Kind kind(Schema schema, @Nullable Format format) {
        return switch (schema.getType()) {
            case STRING -> format != null && format.isJson() ? Kind.JSON : Kind.STRING;
            case LONG -> schema.getLogicalType() instanceof LogicalTypes.TimestampMicros ? Kind.TIMESTAMP : Kind.LONG;
            case FIXED -> Kind.DIGEST;
            case ARRAY -> Kind.STRINGS;
            case RECORD -> Kind.RECORD;
            default -> throw new IllegalArgumentException("contracts do not use " + schema.getType());
        };
    }

    private static int number(Schema.Field field, String property, int otherwise) {
        return field.getObjectProp(property) instanceof Number number ? number.intValue() : otherwise;
    }
}
