package io.runledger.bundle.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.FileEntry;
import io.runledger.bundle.record.Json;
import io.runledger.schemas.log.Position;
import java.util.List;
import java.util.SortedSet;

/**
 * What a bundle says of itself: no time of its making, no place.
 *
 * @param position of the run's last record, so that the records of others change nothing
 * @param schemas of the run's records
 * @param files of the bundle, without the manifest itself
 */
public record BundleManifest(String runId, Position position, SortedSet<RecordSchema> schemas, List<FileEntry> files) {
    public static final String FORMAT = "runledger-bundle";

    /** 1 told a run by the order of its events on the log, 2 tells it by their times. */
    public static final int VERSION = 2;

    byte[] json() {
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("format", FORMAT).put("version", VERSION);
        manifest.put("run_id", runId).put("position", position.toString());
        ArrayNode written = manifest.putArray("schemas");
        schemas.forEach(schema ->
                written.addObject().put("subject", schema.subject()).put("canonical_form_sha256", schema.sha256()));
        FileEntry.putAll(files, manifest);
        return Json.document(manifest);
    }
}
