package io.runledger.bundle.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;
import io.runledger.schemas.contract.Timestamps;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an export says of itself. It holds no time of its making, so that the same records at the same positions are the same
 * bytes.
 *
 * @param selection what was asked for
 * @param positions the last offset of each partition that is in it; -1 before the first
 * @param carried the last offset that imported runs had where they came from, by partition there
 * @param files of the export, without the manifest itself
 */
public record Manifest(
        Selection selection,
        SortedMap<Integer, Long> positions,
        SortedMap<Integer, Long> carried,
        List<FileEntry> files) {
    public static final String FORMAT = "runledger-export";
    public static final int VERSION = 1;

    public Manifest {
        positions = new TreeMap<>(positions);
        carried = new TreeMap<>(carried);
        files = List.copyOf(files);
    }

    byte[] json() {
        ObjectNode manifest = Json.MAPPER.createObjectNode();
        manifest.put("format", FORMAT).put("version", VERSION);
        ObjectNode selected = manifest.putObject("selection");
        selection.runId().ifPresent(run -> selected.put("run_id", run));
        selection.bundleId().ifPresent(bundle -> selected.put("bundle_id", bundle));
        selection.since().ifPresent(since -> selected.put("since", Timestamps.text(since)));
        ObjectNode offsets = manifest.putObject("positions");
        positions.forEach((partition, offset) -> offsets.put(String.valueOf(partition), offset));
        if (!carried.isEmpty()) {
            ObjectNode origins = manifest.putObject("carried");
            carried.forEach((partition, offset) -> origins.put(String.valueOf(partition), offset));
        }
        FileEntry.putAll(files, manifest);
        return Json.document(manifest);
    }
}
