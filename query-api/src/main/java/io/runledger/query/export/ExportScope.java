package io.runledger.query.export;

import io.runledger.bundle.export.Selection;
import io.runledger.query.records.Registered;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.Optional;

/** Which records of one run an export takes. Relations among them stay whole: see {@link PartOfRun}. */
interface ExportScope {
    boolean takesArtifact(StoredRecord artifact);

    /** @param registered an event that registers a file, and counts */
    boolean takesFile(StoredRecord registered);

    boolean takesEvent(StoredRecord event);

    boolean takesTask(TaskCounts task);

    /** Empty if there is nothing of the run. */
    static Optional<ExportScope> of(Selection selection, RunRecords records) throws IOException {
        return selection.takesWholeRuns() ? Optional.of(new Whole()) : PartOfRun.of(selection, records);
    }

    /** Whether a run's artifact is there and taken. */
    default boolean hasArtifact(PartitionReader reader, String run, String id) {
        return reader.record(new RecordKey(Kind.ARTIFACT, run, id))
                .filter(this::takesArtifact)
                .isPresent();
    }

    /** Whether a run's file is there and taken. */
    default boolean hasFile(PartitionReader reader, String run, String id) {
        return Registered.FILE.first(reader, run, id).filter(this::takesFile).isPresent();
    }

    /** Whether an event is the one that registers a file. */
    static boolean isFile(PartitionReader reader, StoredRecord stored) {
        return ((Event) stored.record()).getEventType().equals(Registered.FILE.type())
                && Registered.FILE.isFirst(reader, stored);
    }

    /** All of a run. */
    final class Whole implements ExportScope {
        @Override
        public boolean takesArtifact(StoredRecord artifact) {
            return true;
        }

        @Override
        public boolean takesFile(StoredRecord registered) {
            return true;
        }

        @Override
        public boolean takesEvent(StoredRecord event) {
            return true;
        }

        @Override
        public boolean takesTask(TaskCounts task) {
            return true;
        }
    }
}
