package io.runledger.bundle.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.Lines;
import io.runledger.bundle.export.Packing;
import io.runledger.bundle.record.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Writes the bundle of a run as a zip, as a stream. All but the records follows from the records, so that whoever has these
 * can make the rest again.
 */
public final class RunBundle {
    /** Changes whenever the same run would give other bytes. */
    public static final int VERSION = BundleManifest.VERSION;

    private static final List<ExportFile> BEHIND_EVENTS =
            List.of(ExportFile.ARTIFACTS, ExportFile.TASKS, ExportFile.FILES);

    private RunBundle() {}

    /** @param out is not closed */
    public static void write(RunSource run, OutputStream out) throws IOException {
        write(run, Optional.empty(), out);
    }

    /**
     * @param checkpoints the lines of {@link CheckpointLine}, if they are to be in it
     * @param out is not closed
     */
    public static void write(RunSource run, Optional<? extends Lines.Source> checkpoints, OutputStream out)
            throws IOException {
        Packing packing = new Packing(out);
        RunEvents events = run.events();
        packing.document(BundleFile.RUN, Json.document(RunDocument.of(events)));
        packing.document(BundleFile.CONFIG, Json.compact(events.config()));
        packing.lines(BundleFile.of(ExportFile.EVENTS), lines -> run.write(ExportFile.EVENTS, lines));
        for (EventList list : EventList.values()) {
            if (!list.isOptional() || events.gated()) {
                packing.array(list.fileName(), lines -> run.write(list.eventType(), entries(list, lines)));
            }
        }
        for (ExportFile file : BEHIND_EVENTS) {
            packing.lines(BundleFile.of(file), lines -> run.write(file, lines));
        }
        if (checkpoints.isPresent()) {
            packing.lines(BundleFile.CHECKPOINTS, checkpoints.get());
        }
        packing.finish(
                BundleFile.MANIFEST,
                new BundleManifest(events.runId(), run.position(), run.schemas(), packing.files()).json());
    }

    private static Lines entries(EventList list, Lines lines) {
        return event -> lines.add(Json.line(list.entry((ObjectNode) Json.read(event))));
    }
}
