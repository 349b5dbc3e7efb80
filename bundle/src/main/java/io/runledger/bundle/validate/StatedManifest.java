package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.Manifest;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import io.runledger.schemas.contract.JsonPointers;
import java.util.HashMap;
import java.util.Map;

/**
 * What the manifest of an export says, as far as it is well-formed.
 *
 * @param positions the last offset of each partition, be it of the ledger or of those that runs were imported from
 */
record StatedManifest(Map<Integer, Long> positions, StatedFiles files) {
    /** What is said where there is no manifest that can be read; nothing is compared to it. */
    static final StatedManifest NOTHING = new StatedManifest(Map.of(), StatedFiles.NOTHING);

    private static final Map<String, Field> TOP = StatedFiles.byName(
            Field.required("format", Kind.TEXT),
            Field.required("version", Kind.COUNT),
            Field.required("selection", Kind.OBJECT),
            Field.required("positions", Kind.OBJECT),
            Field.optional("carried", Kind.OBJECT),
            Field.required("files", Kind.ANY));
    private static final Map<String, Field> SELECTION = StatedFiles.byName(
            Field.optional("run_id", Kind.NAME),
            Field.optional("bundle_id", Kind.NAME),
            Field.optional("since", Kind.TIME));

    static StatedManifest read(ObjectNode manifest, Findings findings) {
        StatedFiles.check(TOP, manifest, "", findings);
        if (!manifest.path("format").asText().equals(Manifest.FORMAT)
                || manifest.path("version").asInt() != Manifest.VERSION) {
            StatedFiles.add(
                    findings,
                    "/format",
                    "unknown-format",
                    "is not " + Manifest.FORMAT + " in version " + Manifest.VERSION);
        }
        if (manifest.path("selection") instanceof ObjectNode selection) {
            StatedFiles.check(SELECTION, selection, "/selection", findings);
        }
        Map<Integer, Long> positions = positions("positions", manifest, findings);
        positions("carried", manifest, findings)
                .forEach((partition, last) -> positions.merge(partition, last, Math::max));
        return new StatedManifest(
                positions,
                StatedFiles.read(
                        manifest, name -> ExportFile.named(name).isPresent(), "is no file of an export", findings));
    }

    private static Map<Integer, Long> positions(String field, ObjectNode manifest, Findings findings) {
        Map<Integer, Long> positions = new HashMap<>();
        for (Map.Entry<String, JsonNode> position : manifest.path(field).properties()) {
            JsonNode offset = position.getValue();
            if (position.getKey().matches("\\d{1,6}")
                    && offset.isIntegralNumber()
                    && offset.canConvertToLong()
                    && offset.longValue() >= -1) {
                positions.put(Integer.valueOf(position.getKey()), offset.longValue());
            } else {
                StatedFiles.add(
                        findings,
                        JsonPointers.to(field, position.getKey()),
                        "wrong-type",
                        "must be a partition and its last offset");
            }
        }
        return positions;
    }
}
