package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.FileEntry;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a manifest says of the other files, as far as it is well-formed.
 *
 * @param files by name
 * @param isThere whether there is a manifest that can be read; else nothing is compared to it
 */
record StatedFiles(Map<String, JsonNode> files, boolean isThere) {
    static final StatedFiles NOTHING = new StatedFiles(Map.of(), false);

    private static final Map<String, Field> FILE = byName(
            Field.required("name", Kind.NAME),
            Field.required("records", Kind.COUNT),
            Field.required("size_bytes", Kind.COUNT),
            Field.required("sha256", Kind.DIGEST),
            Field.required("blake3", Kind.DIGEST));

    static Map<String, Field> byName(Field... fields) {
        return byName(List.of(fields));
    }

    static Map<String, Field> byName(List<Field> fields) {
        return fields.stream()
                .collect(Collectors.toMap(Field::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }

    /**
     * Reads {@code files}.
     *
     * @param isFile whether there may be a file of this name
     * @param otherwise what is said of one that may not be
     */
    static StatedFiles read(ObjectNode manifest, Predicate<String> isFile, String otherwise, Findings findings) {
        Map<String, JsonNode> files = new LinkedHashMap<>();
        JsonNode stated = manifest.path("files");
        if (!stated.isArray()) {
            add(findings, "/files", "wrong-type", "must be an array");
        }
        for (int i = 0; i < stated.size() && stated.isArray(); i++) {
            String pointer = "/files/" + i;
            if (!(stated.get(i) instanceof ObjectNode file)) {
                add(findings, pointer, "wrong-type", "must be an object");
                continue;
            }
            check(FILE, file, pointer, findings);
            String name = file.path("name").asText();
            if (!isFile.test(name)) {
                add(findings, pointer + "/name", "unknown-file", otherwise);
            } else if (files.putIfAbsent(name, file) != null) {
                add(findings, pointer + "/name", "duplicate-file", "names a file that was named already");
            }
        }
        return new StatedFiles(files, true);
    }

    /** Holds what is said of a file against what it is. */
    void compare(FileEntry actual, Findings findings) {
        if (!isThere) {
            return;
        }
        JsonNode stated = files.get(actual.name());
        if (stated == null) {
            add(findings, "/files", "manifest-file", "does not name " + actual.name());
            return;
        }
        differ(stated.path("records").asLong(-1) != actual.records(), actual, "records", "manifest-count", findings);
        differ(
                stated.path("size_bytes").asLong(-1) != actual.sizeBytes(),
                actual,
                "size_bytes",
                "manifest-size",
                findings);
        differ(!stated.path("sha256").asText().equals(actual.sha256()), actual, "sha256", "manifest-sha256", findings);
        differ(!stated.path("blake3").asText().equals(actual.blake3()), actual, "blake3", "manifest-blake3", findings);
    }

    private static void differ(boolean differs, FileEntry actual, String what, String rule, Findings findings) {
        if (differs) {
            findings.add(actual.name(), 0, "", rule, "does not have the " + what + " that the manifest states");
        }
    }

    static void check(Map<String, Field> fields, ObjectNode object, String at, Findings findings) {
        FieldsRule.check(fields, object, (pointer, wrong) -> add(findings, at + pointer, wrong.rule(), wrong.detail()));
    }

    static void add(Findings findings, String pointer, String rule, String detail) {
        findings.add(ExportFile.MANIFEST, 0, pointer, rule, detail);
    }
}
