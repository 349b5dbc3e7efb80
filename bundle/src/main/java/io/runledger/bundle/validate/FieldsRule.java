package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Field;
import io.runledger.schemas.contract.JsonPointers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record has the fields that it must have, of the right types, and no others. */
final class FieldsRule implements ExportRule {
    private final ExportFile file;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    FieldsRule(ExportFile file, List<Field> fields) {
        this.file = file;
        fields.forEach(field -> this.fields.put(field.name(), field));
    }

    @Override
    public void check(Line line, Findings findings) {
        if (line.file() == file) {
            check(fields, line.record(), (pointer, wrong) -> findings.add(line, pointer, wrong.rule(), wrong.detail()));
        }
    }

    /** Takes what is wrong with which field. */
    @FunctionalInterface
    interface Wrongs {
        void add(String pointer, Field.Wrong wrong);
    }

    static void check(Map<String, Field> fields, ObjectNode object, Wrongs wrongs) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String pointer = JsonPointers.to(member.getKey());
            Field field = fields.get(member.getKey());
            if (field == null) {
                wrongs.add(pointer, new Field.Wrong("unknown-field", "is not a field of such a record"));
            } else {
                field.check(member.getValue()).ifPresent(wrong -> wrongs.add(pointer, wrong));
            }
        }
        for (Field field : fields.values()) {
            if (field.required() && !object.has(field.name())) {
                wrongs.add(JsonPointers.to(field.name()), new Field.Wrong("required-field", "is required"));
            }
        }
    }
}
