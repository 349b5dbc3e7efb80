package io.runledger.query.export;

import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.read.RecordsSince;
import io.runledger.streams.views.store.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All records of a run, a bounded number of bytes at a time.
 *
 * @param isCarried whether the run was imported as a whole, and is shown as where it came from
 */
record RunRecords(PartitionReader reader, String run, boolean isCarried) {
    private static final int AT_ONCE = 500;
    private static final int BYTES_AT_ONCE = 1 << 20;
    private static final int FEW = 16;

    static RunRecords of(PartitionReader reader, String run) {
        return new RunRecords(reader, run, reader.directory().isCarried(run));
    }

    /** A record with the place that it is carried out with: the same wherever a run is imported to. */
    StoredRecord placed(StoredRecord stored) {
        return isCarried ? stored.atOrigin() : stored;
    }

    /** Takes each of them. */
    @FunctionalInterface
    interface Taking<T> {
        void take(T each) throws IOException;
    }

    /** In order of sequence. */
    void each(Kind kind, Taking<StoredRecord> taking) throws IOException {
        each(RecordQuery.all(kind), taking);
    }

    /** Those that are asked for, in order of sequence. */
    void each(RecordQuery asked, Taking<StoredRecord> taking) throws IOException {
        RecordQuery query = asked.run(Optional.of(run));
        long after = -1;
        boolean more = true;
        while (more) {
            RecordsSince next = reader.following(query, after, AT_ONCE, BYTES_AT_ONCE);
            for (StoredRecord record : next.records()) {
                taking.take(record);
            }
            after = next.upTo();
            more = next.more();
        }
    }

    /** In order of their ids' bytes. */
    void eachTask(Taking<TaskCounts> taking) throws IOException {
        List<TaskCounts> tasks = reader.directory().tasks(run, "", AT_ONCE);
        while (!tasks.isEmpty()) {
            for (TaskCounts task : tasks) {
                taking.take(task);
            }
            tasks = reader.directory().tasks(run, tasks.get(tasks.size() - 1).taskId(), AT_ONCE);
        }
    }

    /** The first of the records that are asked for, in their order. */
    Optional<StoredRecord> first(RecordQuery query) {
        return reader.first(query.run(Optional.of(run)), 1).stream().findFirst();
    }

    /** Whether one of the records that are asked for passes a test. */
    boolean any(RecordQuery query, Predicate<StoredRecord> test) {
        RecordQuery ofRun = query.run(Optional.of(run));
        List<StoredRecord> page = reader.first(ofRun, FEW);
        while (!page.isEmpty()) {
            if (page.stream().anyMatch(test)) {
                return true;
            }
            Place last = page.get(page.size() - 1).place();
            page = reader.first(ofRun.after(Optional.of(last)), FEW);
        }
        return false;
    }
}
