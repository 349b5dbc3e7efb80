package io.runledger.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** One pass over a payload with its schema, collecting problems on the way until there are enough. Not thread-safe. */
final class PayloadCheck {
    /** What nests deeper is refused: a recursive schema sets no end, but the stack does. */
    static final int DEEPEST = 500;

    private static final int MOST_NAMES = 30;

    /**
     * What was found wrong with a value under one of several branches that might fit, none or one problem. Without it, a
     * recursive union of two records would try twice as often with every level.
     */
    private final IdentityHashMap<JsonNode, IdentityHashMap<Schema, List<Problem>>> tried;

    private final List<Problem> problems = new ArrayList<>();
    private final StringBuilder path;
    private final int most;
    private final boolean isTrial;
    private int depth;

    /**
     * Begins at the payload.
     *
     * @param most how many problems are enough
     */
    PayloadCheck(String pointer, int most) {
        this.path = new StringBuilder(pointer);
        this.most = most;
        this.isTrial = false;
        this.tried = new IdentityHashMap<>();
    }

    /** Begins at a value that may or may not fit, as deep as another check is. */
    private PayloadCheck(PayloadCheck parent) {
        this.path = new StringBuilder();
        this.most = 1;
        this.isTrial = true;
        this.depth = parent.depth;
        this.tried = parent.tried;
    }

    List<Problem> problems() {
        return problems;
    }

    void value(Schema schema, JsonNode value) {
        if (schema.isUnion()) {
            union(schema, value);
        } else if (!PayloadValue.fits(schema, value)) {
            problem("must be " + PayloadValue.wanted(schema));
        } else if (value.isContainerNode() && !PayloadValue.isJson(schema)) {
            depth++;
            if (depth > DEEPEST) {
                problem("is nested deeper than " + DEEPEST + " levels");
            } else {
                inside(schema, value);
            }
            depth--;
        }
    }

    private void inside(Schema schema, JsonNode value) {
        switch (schema.getType()) {
            case RECORD -> record(schema, value);
            case MAP -> {
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    if (isEnough()) {
                        return;
                    }
                    below(member.getKey(), schema.getValueType(), member.getValue());
                }
            }
            case ARRAY -> {
                for (int i = 0; i < value.size() && !isEnough(); i++) {
                    below(String.valueOf(i), schema.getElementType(), value.path(i));
                }
            }
            default -> throw new IllegalStateException("holds no values: " + schema.getType());
        }
    }

    private void record(Schema schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (isEnough()) {
                return;
            }
            Schema.Field field = schema.getField(member.getKey());
            if (field != null) {
                field(field, member.getValue());
            } else if (!PayloadValue.isOpen(schema)) {
                problemAt(member.getKey(), "is not a field of " + schema.getName() + "; " + fields(schema));
            }
        }
        for (Schema.Field field : schema.getFields()) {
            if (!field.hasDefaultValue() && !value.has(field.name())) {
                problemAt(field.name(), "is required");
            }
        }
    }

    private void field(Schema.Field field, JsonNode value) {
        List<String> allowed = PayloadValue.allowed(field);
        if (value.isTextual() && !allowed.isEmpty() && !allowed.contains(value.textValue())) {
            problemAt(field.name(), "must be one of: " + listed(allowed, ", "));
        } else if (PayloadValue.mayHaveNoValue(field)) {
            if (!value.isNull()) {
                below(field.name(), field.schema(), PayloadValue.withoutNulls(value));
            }
        } else {
            below(field.name(), field.schema(), value);
        }
    }

    /** Several branches can take the same JSON, such as two records; else the one that takes it says what is wrong. */
    private void union(Schema union, JsonNode value) {
        List<Schema> candidates = new ArrayList<>(union.getTypes().size());
        for (Schema branch : union.getTypes()) {
            if (PayloadValue.takes(branch, value)) {
                candidates.add(branch);
            }
        }
        if (candidates.size() == 1) {
            value(candidates.get(0), value);
            return;
        }
        List<String> reasons = new ArrayList<>();
        for (Schema branch : candidates) {
            List<Problem> found = firstProblem(branch, value);
            if (found.isEmpty()) {
                return;
            }
            // Reasons within reasons would be twice as long with every level.
            reasons.add(PayloadValue.wanted(branch) + (isTrial ? "" : " (" + found.get(0) + ")"));
        }
        if (reasons.isEmpty()) {
            union.getTypes().forEach(branch -> reasons.add(PayloadValue.wanted(branch)));
        }
        problem("must be " + listed(reasons, ", or "));
    }

    private List<Problem> firstProblem(Schema branch, JsonNode value) {
        if (!value.isContainerNode()) {
            return PayloadValue.fits(branch, value)
                    ? List.of()
                    : List.of(new Problem("", "must be " + PayloadValue.wanted(branch)));
        }
        IdentityHashMap<Schema, List<Problem>> known = tried.computeIfAbsent(value, v -> new IdentityHashMap<>());
        List<Problem> found = known.get(branch);
        if (found == null) {
            PayloadCheck trial = new PayloadCheck(this);
            trial.value(branch, value);
            found = trial.problems;
            known.put(branch, found);
        }
        return found;
    }

    private void below(String step, Schema schema, JsonNode value) {
        int length = enter(step);
        value(schema, value);
        path.setLength(length);
    }

    private void problemAt(String step, String detail) {
        int length = enter(step);
        problem(detail);
        path.setLength(length);
    }

    /** Goes one step down and returns the length to go back to. */
    private int enter(String step) {
        int length = path.length();
        JsonPointers.append(step, path);
        return length;
    }

    private void problem(String detail) {
        if (!isEnough()) {
            problems.add(new Problem(path.toString(), detail));
        }
    }

    private boolean isEnough() {
        return problems.size() >= most;
    }

    private static String fields(Schema schema) {
        List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
        return names.isEmpty() ? "it has none" : "its fields are " + listed(names, ", ");
    }

    static String listed(List<String> names, String separator) {
        return names.size() <= MOST_NAMES
                ? String.join(separator, names)
                : String.join(separator, names.subList(0, MOST_NAMES)) + separator + "and "
                        + (names.size() - MOST_NAMES) + " more";
    }
}
