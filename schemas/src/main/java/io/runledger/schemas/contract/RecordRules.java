package io.runledger.schemas.contract;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** The rules of one record type, in the order of its fields; checks records that did not come as JSON. */
final class RecordRules {
    private final Schema schema;
    private final List<FieldRule> rules;
    private final Map<String, FieldRule> byName = new HashMap<>();

    RecordRules(Schema schema) {
        this.schema = schema;
        this.rules = schema.getFields().stream().map(FieldRule::of).toList();
        rules.forEach(rule -> byName.put(rule.name(), rule));
    }

    Schema schema() {
        return schema;
    }

    List<FieldRule> rules() {
        return rules;
    }

    @Nullable
    FieldRule named(String name) {
        return byName.get(name);
    }

    /** Every problem of a decoded record, with pointers below {@code path}. */
    void check(IndexedRecord record, String path, List<Problem> problems) {
        for (FieldRule rule : rules) {
            Object value = record.get(rule.field().pos());
            if (value != null) {
                checkValue(rule, value, path + "/" + rule.name(), problems);
            }
        }
    }

    private static void checkValue(FieldRule rule, Object value, String path, List<Problem> problems) {
        switch (rule.kind()) {
            case STRING, JSON ->
                rule.problem((String) value).ifPresent(detail -> problems.add(new Problem(path, detail)));
            case LONG -> {
                if ((Long) value < 0) {
                    problems.add(new Problem(path, "must not be negative"));
                }
            }
            case TIMESTAMP -> {
                if (!Timestamps.isInRange((Instant) value)) {
                    problems.add(new Problem(path, "must be in the years 0 to 9999"));
                }
            }
            case STRINGS -> checkStrings(rule, (List<?>) value, path, problems);
            case RECORD -> {
                RecordRules nested = rule.record();
                if (nested != null) {
                    nested.check((IndexedRecord) value, path, problems);
                }
            }
            case DIGEST -> {} // its length is fixed by its type
        }
    }

    private static void checkStrings(FieldRule rule, List<?> items, String path, List<Problem> problems) {
        if (items.size() > rule.maxItems()) {
            problems.add(new Problem(path, "has more than " + rule.maxItems() + " items"));
        }
        for (int i = 0; i < items.size(); i++) {
            String item = path + "/" + i;
            rule.problem((String) items.get(i)).ifPresent(detail -> problems.add(new Problem(item, detail)));
        }
    }
}
