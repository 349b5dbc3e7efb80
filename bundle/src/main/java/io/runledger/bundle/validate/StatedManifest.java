package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.FileEntry;
import io.runledger.bundle.export.Manifest;
import io.runledger.bundle.validate.Field.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the manifest of an export says, as far as it is well-formed.
 *
 * @param positions the last offset of each partition
 * @param files by name
 */
record StatedManifest(Map<Integer, Long> positions, Map<String, JsonNode> files) {
    /** What is said where there is no manifest that can be read; nothing is compared to it. */
    static final StatedManifest NOTHING = new StatedManifest(Map.of(), Map.of());

    private static final Map<String, Field> TOP = byName(
            Field.required("format", Kind.TEXT),
            Field.required("version", Kind.COUNT),
            Field.required("selection", Kind.OBJECT),
            Field.required("positions", Kind.OBJECT),
            Field.required("files", Kind.ANY));
    private static final Map<String, Field> SELECTION = byName(
            Field.optional("run_id", Kind.NAME),
            Field.optional("bundle_id", Kind.NAME),
            Field.optional("since", Kind.TIME));
    private static final Map<String, Field> FILE = byName(
            Field.required("name", Kind.NAME),
            Field.required("records", Kind.COUNT),
            Field.required("size_bytes", Kind.COUNT),
            Field.required("sha256", Kind.DIGEST),
            Field.required("blake3", Kind.DIGEST));

    private static Map<String, Field> byName(Field... fields) {
        return List.of(fields).stream()
                .collect(Collectors.toMap(Field::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }

    static StatedManifest read(ObjectNode manifest, Findings findings) {
        check(TOP, manifest, "", findings);
        if (!manifest.path("format").asText().equals(Manifest.FORMAT)
                || manifest.path("version").asInt() != Manifest.VERSION) {
            add(findings, "/format", "unknown-format", "is not " + Manifest.FORMAT + " in version " + Manifest.VERSION);
        }
        if (manifest.path("selection") instanceof ObjectNode selection) {
            check(SELECTION, selection, "/selection", findings);
        }
        return new StatedManifest(positions(manifest.path("positions"), findings), files(manifest, findings));
    }

    private static Map<Integer, Long> positions(JsonNode stated, Findings findings) {
        Map<Integer, Long> positions = new HashMap<>();
        for (Map.Entry<String, JsonNode> position : stated.properties()) {
            JsonNode offset = position.getValue();
            if (position.getKey().matches("\\d{1,6}")
                    && offset.isIntegralNumber()
                    && offset.canConvertToLong()
                    && offset.longValue() >= -1) {
                positions.put(Integer.valueOf(position.getKey()), offset.longValue());
            } else {
                add(
                        findings,
                        "/positions" + Pointer.to(position.getKey()),
                        "wrong-type",
                        "must be a partition and its last offset");
            }
        }
        return positions;
    }

    private static Map<String, JsonNode> files(ObjectNode manifest, Findings findings) {
        Map<String, JsonNode> files = new LinkedHashMap<>();
        JsonNode stated = manifest.path("files");
        if (!stated.isArray()) {
            add(findings, "/files", "wrong-type", "must be an array");
            return files;
        }
        for (int i = 0; i < stated.size(); i++) {
            String pointer = "/files/" + i;
            if (!(stated.get(i) instanceof ObjectNode file)) {
                add(findings, pointer, "wrong-type", "must be an object");
                continue;
            }
            check(FILE, file, pointer, findings);
            String name = file.path("name").asText();
            if (ExportFile.named(name).isEmpty()) {
                add(findings, pointer + "/name", "unknown-file", "is no file of an export");
            } else if (files.putIfAbsent(name, file) != null) {
                add(findings, pointer + "/name", "duplicate-file", "names a file that was named already");
            }
        }
        return files;
    }

    /** Holds what is said of a file against what it is. */
    void compare(FileEntry actual, Findings findings) {
        if (equals(NOTHING)) {
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

    private static void check(Map<String, Field> fields, ObjectNode object, String at, Findings findings) {
        FieldsRule.check(fields, object, (pointer, wrong) -> add(findings, at + pointer, wrong.rule(), wrong.detail()));
    }

    private static void add(Findings findings, String pointer, String rule, String detail) {
        findings.add(ExportFile.MANIFEST, 0, pointer, rule, detail);
    }
}
