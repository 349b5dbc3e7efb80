package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An accepted record and everything the views hold of it. What {@link #postings} and {@link #counters} list is all that an
 * entry adds, so taking it away again is listing the same.
 *
 * @param wire the value's bytes as they stand on the log
 */
record Entry(RecordKey key, String type, @Nullable String task, Place place, SpecificRecord record, byte[] wire) {

    static Entry of(SpecificRecord record, Place place, byte[] wire) {
        if (record instanceof Event event) {
            return new Entry(RecordKey.of(event), event.getEventType(), event.getTaskId(), place, event, wire);
        }
        if (record instanceof Artifact artifact) {
            return new Entry(
                    RecordKey.of(artifact), artifact.getArtifactType(), artifact.getTaskId(), place, artifact, wire);
        }
        throw new IllegalArgumentException("no view of " + record.getSchema().getFullName());
    }

    byte[] recordKey() {
        return Layout.record(key.kind(), key.runId(), place.sequence());
    }

    /** Keys of the posting lists it stands in. */
    List<byte[]> postings() {
        RecordKey.Kind kind = key.kind();
        String run = key.runId();
        List<byte[]> postings = new ArrayList<>(5);
        postings.add(Layout.posting(kind, Layout.ALL, "", place));
        postings.add(Layout.posting(kind, Layout.TYPE, type, place));
        postings.add(Layout.runPosting(kind, run, Layout.TYPE, type, place.sequence()));
        if (task != null) {
            postings.add(Layout.posting(kind, Layout.TASK, task, place));
            postings.add(Layout.runPosting(kind, run, Layout.TASK, task, place.sequence()));
        }
        return postings;
    }

    /** Keys of the counters it counts in. */
    List<byte[]> counters() {
        RecordKey.Kind kind = key.kind();
        String run = key.runId();
        List<byte[]> counters = new ArrayList<>(5);
        counters.add(Layout.runCount(run, kind));
        counters.add(Layout.typeCount(kind, type));
        counters.add(Layout.runTypeCount(run, kind, type));
        if (task != null) {
            counters.add(Layout.runTaskCount(run, task, kind));
            counters.add(Layout.taskRunCount(task, run, kind));
        }
        return counters;
    }
}
