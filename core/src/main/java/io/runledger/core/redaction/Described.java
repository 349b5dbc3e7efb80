package io.runledger.core.redaction;

import java.util.Locale;
import java.util.Set;

/** Tells objects that only speak of secrets, or of a model's tokens, from those that hold some. */
final class Described {
    private static final Set<String> TYPES = Set.of(
            "string",
            "number",
            "integer",
            "boolean",
            "object",
            "array",
            "null",
            "text",
            "password",
            "secret",
            "str",
            "int");
    private static final Set<String> OF_SCHEMAS = Set.of("$ref", "anyof", "oneof", "allof");
    private static final Set<String> VALUES =
            Set.of("default", "example", "examples", "const", "enum", "value", "values", "placeholder");
    private static final Set<String> OF_MODELS = Set.of(
            "logprob",
            "logprobs",
            "toplogprobs",
            "logprobability",
            "bytes",
            "tokenid",
            "prob",
            "probability",
            "textoffset");

    private static final int MOST_MEMBERS = 32;

    private Described() {}

    /** Whether a value is a JSON schema, or the description of a field in a form. */
    static boolean is(JsonTape tape, int value) {
        if (tape.kind(value) != JsonTape.Kind.OBJECT) {
            return false;
        }
        int end = tape.after(value);
        for (int name = value + 1; name < end; name = tape.after(name + 1)) {
            String member = tape.text(name);
            if (OF_SCHEMAS.contains(member.toLowerCase(Locale.ROOT))
                    || (member.equals("type") && isType(tape, name + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isType(JsonTape tape, int value) {
        return tape.isString(value)
                ? TYPES.contains(tape.text(value))
                : tape.kind(value) == JsonTape.Kind.ARRAY
                        && tape.after(value) > value + 1
                        && tape.isString(value + 1)
                        && TYPES.contains(tape.text(value + 1));
    }

    /** Whether a schema's member holds a value that fits it. */
    static boolean holdsValue(String member) {
        return VALUES.contains(member);
    }

    /** Whether an object is about a token that a model reads or writes. */
    static boolean isOfModel(JsonTape tape, int object) {
        int end = tape.after(object);
        int members = 0;
        for (int name = object + 1; name < end && members < MOST_MEMBERS; name = tape.after(name + 1), members++) {
            if (OF_MODELS.contains(Names.plain(tape.text(name)))) {
                return true;
            }
        }
        return false;
    }
}
