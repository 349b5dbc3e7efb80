package io.runledger.streams.views.apply;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.FirstOfRun;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.States;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.BatchBytes;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.RowKey;
import io.runledger.streams.views.store.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rocksdb.WriteBatch;

/**
 * What records of the log change, collected and written at once.
 *
 * <p>States:
 *
 * <pre>
 * empty      -> collecting   {@link #begin}: the next changes are those of this record
 * collecting -> collecting   {@link #begin} of another record, if {@link #takes} allows it
 * collecting -> finished     {@link #finish}: counters, the first records of runs and the tally are added
 * finished   -> empty        {@link #write}
 * </pre>
 *
 * <p>Records share a batch only as long as none depends on another, because {@link LogRules} reads the database and
 * does not see what is collected here. A record that may depend on others, or others on it, is alone in its batch.
 * Counters are kept as differences until the end, so an entry that is removed and added again in another place counts
 * once, and a counter of many records is written once.
 *
 * <p>For one thread: the one that applies.
 *
 * <p>A batch is one write of RocksDB, the tally included: readers see all of it or nothing, and so does the disk after
 * a crash. Where an exception interrupts a batch, nothing of it was written; it is dropped, and the log is read again
 * from the tally.
 */
final class ApplyBatch {
    private static final byte[] NOTHING = {};
    private static final int MOST_BYTES = 256 << 10;

    /** Enough for a record or two: most often one comes alone. It grows. */
    private static final int ROOM = 4 << 10;

    private final Database database;
    private final BatchBytes batch = new BatchBytes(ROOM);
    private final Map<RowKey, Long> differences = new LinkedHashMap<>();
    private final Map<String, Moves> runs = new LinkedHashMap<>();
    private final List<GivenState> given = new ArrayList<>(0);
    private final List<GivenState> revoked = new ArrayList<>(0);

    private boolean empty = true;
    private boolean alone;
    private long offset = -1;

    /** Where records of a run were added, and where they were removed. */
    private record Moves(Set<Place> added, Set<Place> removed) {
        Moves() {
            this(new HashSet<>(2), new HashSet<>(2));
        }
    }

    ApplyBatch(Database database) {
        this.database = database;
    }

    boolean isEmpty() {
        return empty;
    }

    /** Whether a record may be collected with those before it. */
    boolean takes(ValidatedRecord record) {
        return empty || (!alone && !record.isAlone() && batch.length() < MOST_BYTES);
    }

    /** What changes next is changed by this record. */
    void begin(ValidatedRecord record) {
        empty = false;
        alone = record.isAlone();
        offset = record.record().offset();
    }

    void put(Family family, byte[] key, byte[] value) {
        batch.put(database.id(family), key, value);
    }

    void delete(Family family, byte[] key) {
        batch.delete(database.id(family), key);
    }

    /** Removes an entry and everything that points to it. */
    void remove(ViewEntry entry) {
        delete(Family.RECORDS, entry.recordKey());
        delete(Family.IDS, Layout.id(entry.key()));
        entry.postings().forEach(posting -> delete(Family.POSTINGS, posting));
        entry.counters().forEach(counter -> count(Family.DIRECTORY, counter, -1));
        moves(entry.key().runId()).removed.add(entry.place());
        entry.gives().ifPresent(state -> {
            delete(Family.STATES, state.row());
            revoked.add(state);
        });
    }

    /** Adds an entry and everything that points to it. */
    void add(ViewEntry entry) {
        put(Family.RECORDS, entry.recordKey(), StoredRecord.value(entry));
        put(Family.IDS, Layout.id(entry.key()), KeyBuilder.number(entry.place().sequence()));
        byte[] run = new KeyBuilder().put(entry.key().runId()).bytes();
        entry.postings().forEach(posting -> put(Family.POSTINGS, posting, Layout.namesNoRun(posting) ? run : NOTHING));
        entry.counters().forEach(counter -> count(Family.DIRECTORY, counter, 1));
        moves(entry.key().runId()).added.add(entry.place());
        entry.gives().ifPresent(state -> {
            put(Family.STATES, state.row(), state.value());
            given.add(state);
        });
    }

    /** What the decisions that were added or removed are about. */
    Set<Subject> decided() {
        return Stream.concat(revoked.stream(), given.stream())
                .map(GivenState::subject)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The current state once this is written. */
    Optional<GivenState> state(Subject subject, States states) {
        Set<String> gone = revoked.stream().map(GivenState::decisionId).collect(Collectors.toSet());
        return Stream.concat(
                        states.currentWithout(subject, gone).stream(),
                        given.stream().filter(state -> state.subject().equals(subject)))
                .max(GivenState.ORDER);
    }

    private Moves moves(String runId) {
        return runs.computeIfAbsent(runId, run -> new Moves());
    }

    private void count(Family family, byte[] counter, long difference) {
        differences.merge(new RowKey(family, counter), difference, Long::sum);
    }

    /** Notes that the last word on a key has to be appended again, because of the current record. */
    void mend(RecordKey key) {
        put(Family.OUTBOX, Outbox.mending(key), KeyBuilder.number(offset));
    }

    /** Notes that the last word on a key is on the log. */
    void settle(RecordKey key) {
        byte[] row = Outbox.mending(key);
        delete(Family.OUTBOX, row);
        delete(Family.OUTBOX, Outbox.setAside(row));
    }

    /** Lists a rejected record, and notes that it has to be published, or moved home. */
    void reject(RejectReason reason, String detail, LogRecord record) {
        Place place = new Place(record.offset(), record.timestamp());
        put(Family.REJECTS, Layout.reject(record.offset()), RejectedRecord.value(reason, detail, record));
        put(Family.REJECTS, Layout.posting(Layout.rejects(Optional.empty()), place), NOTHING);
        put(Family.REJECTS, Layout.posting(Layout.rejects(Optional.of(reason.word())), place), NOTHING);
        count(Family.REJECTS, Layout.rejectCount(reason.word()), 1);
        byte[] outbox = Outbox.value(reason, record);
        put(Family.OUTBOX, Outbox.publishing(record.offset()), outbox);
        if (reason == RejectReason.WRONG_PARTITION) {
            put(Family.OUTBOX, Outbox.stray(record.offset()), outbox);
        }
    }

    /** Notes that the stray at an offset is at home. */
    void cameHome(long offset) {
        byte[] row = Outbox.stray(offset);
        delete(Family.OUTBOX, row);
        delete(Family.OUTBOX, Outbox.setAside(row));
    }

    /** Adds what is only known at the end: counters, where runs begin, and the tally. */
    void finish(Tally tally) {
        runs.forEach(this::moveFirst);
        differences.forEach((counter, difference) -> {
            if (difference != 0) {
                byte[] stored = database.get(counter.family(), counter.bytes());
                long count = (stored == null ? 0 : KeyReader.number(stored, 0)) + difference;
                if (count == 0) {
                    delete(counter.family(), counter.bytes());
                } else {
                    put(counter.family(), counter.bytes(), KeyBuilder.number(count));
                }
            }
        });
        put(Family.DEFAULT, Tally.KEY, tally.bytes());
    }

    /** Writes all of it atomically, and is empty again. */
    void write() {
        try (WriteBatch written = toWriteBatch()) {
            database.write(written);
        }
        batch.clear();
        differences.clear();
        runs.clear();
        given.clear();
        revoked.clear();
        empty = true;
        alone = false;
    }

    /** What {@link #write} writes. */
    WriteBatch toWriteBatch() {
        return batch.toWriteBatch();
    }

    /** Runs are listed by their first record, which may have been added, removed or moved. */
    private void moveFirst(String run, Moves moves) {
        byte[] key = Layout.firstOfRun(run);
        byte[] stored = database.get(Family.DIRECTORY, key);
        Place before = stored == null ? null : Place.of(stored);
        Place first = new FirstOfRun(database, run).after(before, moves.removed, moves.added);
        if (first.equals(before)) {
            return;
        }
        if (before != null) {
            delete(Family.DIRECTORY, Layout.runByFirst(before));
        }
        put(Family.DIRECTORY, key, first.bytes());
        put(
                Family.DIRECTORY,
                Layout.runByFirst(first),
                new KeyBuilder().put(run).bytes());
    }
}
