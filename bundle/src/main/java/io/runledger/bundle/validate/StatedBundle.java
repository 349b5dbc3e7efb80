package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import io.runledger.bundle.run.BundleFile;
import io.runledger.bundle.run.BundleManifest;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.Position;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the manifest of a bundle says, as far as it is well-formed.
 *
 * @param version of the form that it is in
 * @param subjects of the contracts that the records were written with
 */
record StatedBundle(
        int version, Optional<String> run, Optional<Position> position, Set<String> subjects, StatedFiles files) {
    /** What is said where there is no manifest that can be read; nothing is compared to it. */
    static final StatedBundle NOTHING =
            new StatedBundle(BundleManifest.VERSION, Optional.empty(), Optional.empty(), Set.of(), StatedFiles.NOTHING);

    private static final Map<String, Field> TOP = StatedFiles.byName(
            Field.required("format", Kind.TEXT),
            Field.required("version", Kind.COUNT),
            Field.required("run_id", Kind.NAME),
            Field.required("position", Kind.POSITION),
            Field.required("schemas", Kind.OBJECTS),
            Field.required("files", Kind.ANY));
    private static final Map<String, Field> SCHEMA = StatedFiles.byName(
            Field.required("subject", Kind.NAME), Field.required("canonical_form_sha256", Kind.DIGEST));

    static StatedBundle read(ObjectNode manifest, Findings findings) {
        StatedFiles.check(TOP, manifest, "", findings);
        int version = manifest.path("version").asInt();
        if (!manifest.path("format").asText().equals(BundleManifest.FORMAT)
                || version < 1
                || version > BundleManifest.VERSION) {
            StatedFiles.add(
                    findings,
                    "/format",
                    "unknown-format",
                    "is not " + BundleManifest.FORMAT + " in version 1 to " + BundleManifest.VERSION);
        }
        return new StatedBundle(
                version,
                Optional.ofNullable(manifest.path("run_id").textValue()),
                Optional.ofNullable(manifest.path("position").textValue()).flatMap(Position::parse),
                subjects(manifest.path("schemas"), findings),
                StatedFiles.read(manifest, BundleFile.all()::contains, "is no file of a bundle", findings));
    }

    private static Set<String> subjects(JsonNode schemas, Findings findings) {
        Set<String> subjects = new HashSet<>();
        Set<JsonNode> known = new HashSet<>();
        for (int i = 0; i < schemas.size() && schemas.isArray(); i++) {
            String pointer = "/schemas/" + i;
            if (schemas.get(i) instanceof ObjectNode schema) {
                StatedFiles.check(SCHEMA, schema, pointer, findings);
                String subject = schema.path("subject").asText();
                subjects.add(subject);
                if (Contract.all().stream()
                        .noneMatch(contract -> contract.subject().equals(subject))) {
                    StatedFiles.add(findings, pointer + "/subject", "enum", "is no contract of records");
                }
                if (!known.add(schema)) {
                    StatedFiles.add(findings, pointer, "duplicate-id", "appears twice");
                }
            }
        }
        return subjects;
    }
}
