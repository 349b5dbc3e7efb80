package io.runledger.streams.views.apply;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.EntryWrites;
import io.runledger.streams.views.model.FirstOfRun;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.States;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.BatchBytes;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.RowCache;
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
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * What records of the log change, gathered and written at once. Counters are kept as differences until the end, so an entry
 * that is taken away and added again in another place counts neither twice nor not at all, and what many records count in is
 * written once.
 */
final class ApplyBatch {
    private static final byte[] NOTHING = {};
    private static final int MOST_BYTES = 256 << 10;

    /** Enough for a record or two: most often one comes alone. It grows. */
    private static final int ROOM = 4 << 10;

    private final Database database;
    private final RowCache last;
    private final BatchBytes batch = new BatchBytes(ROOM);
    private final Map<RowCache.Key, Long> differences = new LinkedHashMap<>();
    private final Map<RowCache.Key, byte @Nullable []> rows = new LinkedHashMap<>();
    private final Map<String, Moves> runs = new LinkedHashMap<>();
    private final List<GivenState> given = new ArrayList<>(0);
    private final List<GivenState> revoked = new ArrayList<>(0);

    private boolean empty = true;
    private boolean alone;
    private long offset = -1;

    /** Places of a run that records came to and went from. */
    private record Moves(Set<Place> added, Set<Place> taken) {
        Moves() {
            this(new HashSet<>(2), new HashSet<>(2));
        }
    }

    ApplyBatch(Database database, RowCache last) {
        this.database = database;
        this.last = last;
    }

    boolean isEmpty() {
        return empty;
    }

    /** Whether a record may be gathered with those before it. */
    boolean takes(ValidatedRecord judged) {
        return empty || (!alone && !judged.isAlone() && batch.length() < MOST_BYTES);
    }

    /** Of this record is what comes now. */
    void begin(ValidatedRecord judged) {
        empty = false;
        alone = judged.isAlone();
        offset = judged.record().offset();
    }

    void put(Family family, byte[] key, byte[] value) {
        batch.put(database.id(family), key, value);
    }

    void delete(Family family, byte[] key) {
        batch.delete(database.id(family), key);
    }

    /** Takes an entry away from everywhere it stands. */
    void take(ViewEntry entry) {
        delete(Family.RECORDS, entry.recordKey());
        delete(Family.IDS, Layout.id(entry.key()));
        entry.postings().forEach(posting -> delete(Family.POSTINGS, posting));
        entry.counters().forEach(counter -> count(new RowCache.Key(Family.DIRECTORY, counter), -1));
        moves(entry.key().runId()).taken.add(entry.place());
        entry.gives().ifPresent(state -> {
            delete(Family.STATES, state.row());
            revoked.add(state);
        });
    }

    /** Puts an entry everywhere it stands. */
    void add(ViewEntry entry) {
        add(EntryWrites.of(entry, database));
        entry.gives().ifPresent(state -> {
            put(Family.STATES, state.row(), state.value());
            given.add(state);
        });
    }

    /** Puts an entry everywhere it stands that gives no state. */
    void add(EntryWrites addition) {
        batch.add(addition.rows());
        addition.counters().forEach(counter -> count(counter, 1));
        moves(addition.run()).added.add(addition.place());
    }

    /** What decisions that came or went are about. */
    Set<Subject> decided() {
        return Stream.concat(revoked.stream(), given.stream())
                .map(GivenState::subject)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The state that stands once this is written. */
    Optional<GivenState> standing(Subject subject, States states) {
        Set<String> gone = revoked.stream().map(GivenState::decisionId).collect(Collectors.toSet());
        return Stream.concat(
                        states.standingWithout(subject, gone).stream(),
                        given.stream().filter(state -> state.subject().equals(subject)))
                .max(GivenState.ORDER);
    }

    private Moves moves(String runId) {
        return runs.computeIfAbsent(runId, run -> new Moves());
    }

    private void count(RowCache.Key counter, long difference) {
        differences.merge(counter, difference, Long::sum);
    }

    /** Notes that the last word on a key has to be appended again. */
    void mend(RecordKey key) {
        put(Family.OUTBOX, Outbox.mending(key), Layout.number(offset));
    }

    /** The last word on a key stands on the log. */
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
        count(new RowCache.Key(Family.REJECTS, Layout.rejectCount(reason.word())), 1);
        byte[] outbox = Outbox.value(reason, record);
        put(Family.OUTBOX, Outbox.publishing(record.offset()), outbox);
        if (reason == RejectReason.WRONG_PARTITION) {
            put(Family.OUTBOX, Outbox.stray(record.offset()), outbox);
        }
    }

    /** The stray that stood at an offset is at home. */
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
                byte[] stored = last.get(counter);
                long count = (stored == null ? 0 : Layout.number(stored, 0)) + difference;
                row(counter, count == 0 ? null : Layout.number(count));
            }
        });
        put(Family.DEFAULT, Tally.KEY, tally.bytes());
    }

    /** Writes all of it, atomically, and gathers anew. */
    void write() {
        try (WriteBatch written = toWriteBatch()) {
            database.write(written);
        }
        last.written(rows);
        batch.clear();
        differences.clear();
        rows.clear();
        runs.clear();
        given.clear();
        revoked.clear();
        empty = true;
        alone = false;
    }

    /** What {@link #write} hands over. */
    WriteBatch toWriteBatch() {
        return batch.toWriteBatch();
    }

    /** Puts a row that is read again, or deletes it. */
    private void row(RowCache.Key key, byte @Nullable [] value) {
        if (value == null) {
            delete(key.family, key.bytes);
        } else {
            put(key.family, key.bytes, value);
        }
        rows.put(key, value);
    }

    /** Runs are listed by their first record, which may have come, gone or moved. */
    private void moveFirst(String run, Moves moves) {
        RowCache.Key key = new RowCache.Key(Family.DIRECTORY, Layout.firstOfRun(run));
        byte[] stored = last.get(key);
        Place before = stored == null ? null : Place.of(stored);
        Place first = new FirstOfRun(database, run).after(before, moves.taken, moves.added);
        if (first.equals(before)) {
            return;
        }
        if (before != null) {
            delete(Family.DIRECTORY, Layout.runByFirst(before));
        }
        row(key, first.bytes());
        put(
                Family.DIRECTORY,
                Layout.runByFirst(first),
                new Layout.Key().put(run).bytes());
    }
}
