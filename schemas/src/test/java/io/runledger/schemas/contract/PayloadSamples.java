package io.runledger.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Random schemas, values that fit them, and single changes that make them not fit. Each seed gives the same. */
final class PayloadSamples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 3;

    private final Random random;
    private int names;

    /** Every way to spoil the value that was made last. */
    private final List<Mutation> mutations = new ArrayList<>();

    PayloadSamples(long seed) {
        random = new Random(seed);
    }

    /** A value twice: as people write it, and as Avro does, with wrappers and with nothing left out. */
    record Sample(JsonNode plain, JsonNode avro) {}

    /** What to put at a pointer; a missing node takes away. */
    record Mutation(String at, JsonNode value) {}

    private enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        TEXT,
        ARRAY,
        OBJECT
    }

    List<Mutation> mutations() {
        return mutations;
    }

    Schema record() {
        return record(0);
    }

    private Schema record(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Schema type = random.nextInt(3) == 0 ? union(depth + 1) : single(depth + 1);
            boolean optional = type.isUnion() && type.getTypes().get(0).getType() == Schema.Type.NULL;
            fields.add(
                    optional
                            ? new Schema.Field("f" + i, type, null, Schema.Field.NULL_DEFAULT_VALUE)
                            : new Schema.Field("f" + i, type));
        }
        return Schema.createRecord("R" + names++, null, "test", false, fields);
    }

    /** Of types that are written with different kinds of JSON, so that each value has one branch. */
    private Schema union(int depth) {
        List<Schema> branches = new ArrayList<>(List.of(Schema.create(Schema.Type.NULL)));
        Set<Kind> taken = EnumSet.of(Kind.NULL);
        for (int i = random.nextInt(3); i >= 0; i--) {
            Schema branch = single(depth);
            Set<Kind> kinds = kinds(branch);
            kinds.retainAll(taken);
            if (kinds.isEmpty()) {
                branches.add(branch);
                taken.addAll(kinds(branch));
            }
        }
        if (random.nextBoolean()) {
            branches.add(branches.remove(0));
        }
        return Schema.createUnion(branches);
    }

    private Schema single(int depth) {
        return switch (random.nextInt(depth > DEEPEST ? 12 : 15)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> Schema.create(Schema.Type.STRING);
            case 6 -> Schema.create(Schema.Type.BYTES);
            case 7 -> Schema.createFixed("F" + names++, null, "test", random.nextInt(4));
            case 8 -> Schema.createEnum("E" + names++, null, "test", List.of("A", "B"));
            case 9 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 10 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 11 -> json();
            case 12 -> Schema.createArray(random.nextBoolean() ? single(depth + 1) : union(depth + 1));
            case 13 -> Schema.createMap(random.nextBoolean() ? single(depth + 1) : union(depth + 1));
            default -> record(depth + 1);
        };
    }

    private static Schema json() {
        Schema json = Schema.create(Schema.Type.STRING);
        json.addProp("logicalType", "json");
        return json;
    }

    /** A value that fits, and the ways to spoil it. */
    Sample value(Schema schema) {
        mutations.clear();
        return value(schema, "", kinds(schema));
    }

    /**
     * Makes the value of a place.
     *
     * @param taken kinds of JSON that the place takes by one branch or another
     */
    private Sample value(Schema schema, String at, Set<Kind> taken) {
        if (schema.isUnion()) {
            Schema branch =
                    schema.getTypes().get(random.nextInt(schema.getTypes().size()));
            Sample sample = value(branch, at, kinds(schema));
            return branch.getType() == Schema.Type.NULL
                    ? sample
                    : new Sample(sample.plain, JSON.objectNode().set(branch.getFullName(), sample.avro));
        }
        for (Kind kind : Kind.values()) {
            if (!taken.contains(kind)) {
                mutations.add(new Mutation(at, ofKind(kind)));
            }
        }
        return switch (schema.getType()) {
            case NULL -> same(JSON.nullNode());
            case BOOLEAN -> same(JSON.booleanNode(random.nextBoolean()));
            case INT -> {
                mutations.add(new Mutation(at, JSON.numberNode(1L << 31)));
                mutations.add(new Mutation(at, JSON.numberNode(0.5)));
                int days = random.nextInt(40_000);
                yield isLogical(schema) && random.nextBoolean()
                        ? new Sample(JSON.textNode("2026-11-21"), JSON.numberNode(days))
                        : same(JSON.numberNode(isLogical(schema) ? days : random.nextInt()));
            }
            case LONG -> {
                mutations.add(new Mutation(at, JSON.numberNode(0.5)));
                mutations.add(new Mutation(at, JSON.numberNode(1e20)));
                long number = random.nextLong() >> 11;
                yield isLogical(schema) && random.nextBoolean()
                        ? new Sample(JSON.textNode("2026-11-21T10:00:00.5-02:30"), JSON.numberNode(number))
                        : same(JSON.numberNode(number));
            }
            case FLOAT -> {
                mutations.add(new Mutation(at, JSON.numberNode(1e39)));
                yield same(JSON.numberNode(random.nextInt(100) / 4.0));
            }
            case DOUBLE -> same(JSON.numberNode(random.nextGaussian()));
            case STRING -> {
                if (PayloadValue.isJson(schema)) {
                    JsonNode any = ofKind(Kind.values()[random.nextInt(Kind.values().length)]);
                    yield new Sample(any, JSON.textNode(any.toString()));
                }
                yield same(JSON.textNode(text(random.nextInt(4), 0x2fff)));
            }
            case BYTES -> {
                mutations.add(new Mutation(at, JSON.textNode("\u0100")));
                yield same(JSON.textNode(text(random.nextInt(4), 0xff)));
            }
            case FIXED -> {
                mutations.add(new Mutation(at, JSON.textNode("x".repeat(schema.getFixedSize() + 1))));
                yield same(JSON.textNode(text(schema.getFixedSize(), 0xff)));
            }
            case ENUM -> {
                mutations.add(new Mutation(at, JSON.textNode("a")));
                yield same(JSON.textNode(random.nextBoolean() ? "A" : "B"));
            }
            case ARRAY -> {
                ArrayNode plain = JSON.arrayNode();
                ArrayNode avro = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    Sample item =
                            value(schema.getElementType(), at + "/" + plain.size(), kinds(schema.getElementType()));
                    plain.add(item.plain);
                    avro.add(item.avro);
                }
                yield new Sample(plain, avro);
            }
            case MAP -> {
                ObjectNode plain = JSON.objectNode();
                ObjectNode avro = JSON.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    String name = i + "/~";
                    Sample member = value(schema.getValueType(), at + "/" + i + "~1~0", kinds(schema.getValueType()));
                    plain.set(name, member.plain);
                    avro.set(name, member.avro);
                }
                yield new Sample(plain, avro);
            }
            case RECORD -> recordValue(schema, at);
            case UNION -> throw new IllegalStateException("has been chosen from");
        };
    }

    private Sample recordValue(Schema schema, String at) {
        ObjectNode plain = JSON.objectNode();
        ObjectNode avro = JSON.objectNode();
        for (Schema.Field field : schema.getFields()) {
            if (field.hasDefaultValue() && random.nextBoolean()) {
                avro.putNull(field.name());
                continue;
            }
            String below = at + "/" + field.name();
            Sample value = value(field.schema(), below, kinds(field.schema()));
            plain.set(field.name(), value.plain);
            avro.set(field.name(), value.avro);
            if (!field.hasDefaultValue()) {
                mutations.add(new Mutation(below, JSON.missingNode()));
            }
        }
        mutations.add(new Mutation(at + "/unknown", JSON.numberNode(1)));
        return new Sample(plain, avro);
    }

    private static boolean isLogical(Schema schema) {
        return schema.getLogicalType() != null;
    }

    private static Sample same(JsonNode value) {
        return new Sample(value, value);
    }

    private static Set<Kind> kinds(Schema schema) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        switch (schema.getType()) {
            case NULL -> kinds.add(Kind.NULL);
            case BOOLEAN -> kinds.add(Kind.BOOLEAN);
            case INT, LONG, FLOAT, DOUBLE -> kinds.add(Kind.NUMBER);
            case STRING ->
                kinds.addAll(PayloadValue.isJson(schema) ? EnumSet.allOf(Kind.class) : EnumSet.of(Kind.TEXT));
            case BYTES, FIXED, ENUM -> kinds.add(Kind.TEXT);
            case ARRAY -> kinds.add(Kind.ARRAY);
            case MAP, RECORD -> kinds.add(Kind.OBJECT);
            case UNION -> schema.getTypes().forEach(branch -> kinds.addAll(kinds(branch)));
        }
        if (isLogical(schema)) {
            kinds.add(Kind.TEXT);
        }
        return kinds;
    }

    private static JsonNode ofKind(Kind kind) {
        return switch (kind) {
            case NULL -> JSON.nullNode();
            case BOOLEAN -> JSON.booleanNode(true);
            case NUMBER -> JSON.numberNode(7);
            case TEXT -> JSON.textNode("text");
            case ARRAY -> JSON.arrayNode();
            case OBJECT -> JSON.objectNode();
        };
    }

    private String text(int length, int last) {
        return random.ints(length, 0, last + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
