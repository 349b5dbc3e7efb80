package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What one record of the log changes, gathered and written at once. Counters are kept as differences until the end, so an
 * entry that is taken away and added again in another place counts neither twice nor not at all.
 */
final class Changes implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Database database;
    final WriteBatch batch = new WriteBatch();
    private final Map<CounterKey, Long> differences = new LinkedHashMap<>();
    private final List<Entry> added = new ArrayList<>(1);
    private final List<Entry> taken = new ArrayList<>(1);
    private final List<GivenState> given = new ArrayList<>(0);
    private final List<GivenState> revoked = new ArrayList<>(0);

    /** A byte array with equality by content. */
    private record CounterKey(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CounterKey key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    Changes(Database database) {
        this.database = database;
    }

    void put(Family family, byte[] key, byte[] value) {
        try {
            batch.put(database.handle(family), key, value);
        } catch (RocksDBException e) {
            throw new ViewsException("cannot gather a change", e);
        }
    }

    void delete(Family family, byte[] key) {
        try {
            batch.delete(database.handle(family), key);
        } catch (RocksDBException e) {
            throw new ViewsException("cannot gather a change", e);
        }
    }

    /** Takes an entry away from everywhere it stands. */
    void take(Entry entry) {
        delete(Family.RECORDS, entry.recordKey());
        delete(Family.IDS, Layout.id(entry.key()));
        entry.postings().forEach(posting -> delete(Family.POSTINGS, posting));
        entry.counters().forEach(counter -> count(counter, -1));
        taken.add(entry);
        entry.gives().ifPresent(state -> {
            delete(Family.STATES, state.row());
            revoked.add(state);
        });
    }

    /** Puts an entry everywhere it stands. */
    void add(Entry entry) {
        put(Family.RECORDS, entry.recordKey(), StoredRecord.value(entry));
        put(Family.IDS, Layout.id(entry.key()), Layout.number(entry.place().sequence()));
        byte[] run = new Layout.Key().put(entry.key().runId()).bytes();
        for (byte[] posting : entry.postings()) {
            put(Family.POSTINGS, posting, posting[1] == 'r' ? NOTHING : run);
        }
        entry.counters().forEach(counter -> count(counter, 1));
        added.add(entry);
        entry.gives().ifPresent(state -> {
            put(Family.STATES, state.row(), state.value());
            given.add(state);
        });
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

    private void count(byte[] counter, long difference) {
        differences.merge(new CounterKey(counter), difference, Long::sum);
    }

    /** Notes that the last word on a key has to be appended again. */
    void mend(RecordKey key) {
        put(Family.OUTBOX, Outbox.mending(key), NOTHING);
    }

    /** The last word on a key stands on the log. */
    void settle(RecordKey key) {
        delete(Family.OUTBOX, Outbox.mending(key));
    }

    /** Lists a rejected record, and notes that it has to be published, or moved home. */
    void reject(RejectReason reason, String detail, LogRecord record) {
        Place place = new Place(record.offset(), record.timestamp());
        put(Family.REJECTS, Layout.reject(record.offset()), RejectedRecord.value(reason, detail, record));
        put(Family.REJECTS, Layout.posting(Layout.rejects(Optional.empty()), place), NOTHING);
        put(Family.REJECTS, Layout.posting(Layout.rejects(Optional.of(reason.word())), place), NOTHING);
        byte[] counter = Layout.rejectCount(reason.word());
        byte[] count = database.get(Family.REJECTS, counter);
        put(Family.REJECTS, counter, Layout.number((count == null ? 0 : Layout.number(count, 0)) + 1));
        byte[] outbox = Outbox.value(reason, record);
        put(Family.OUTBOX, Outbox.publishing(record.offset()), outbox);
        if (reason == RejectReason.WRONG_PARTITION) {
            put(Family.OUTBOX, Outbox.stray(record.offset()), outbox);
        }
    }

    /** The stray that stood at an offset is at home. */
    void cameHome(long offset) {
        delete(Family.OUTBOX, Outbox.stray(offset));
    }

    /** Writes all of it and the tally, atomically. */
    void write(Tally tally) {
        moveFirst();
        differences.forEach((counter, difference) -> {
            if (difference != 0) {
                byte[] stored = database.get(Family.DIRECTORY, counter.bytes);
                long count = (stored == null ? 0 : Layout.number(stored, 0)) + difference;
                if (count == 0) {
                    delete(Family.DIRECTORY, counter.bytes);
                } else {
                    put(Family.DIRECTORY, counter.bytes, Layout.number(count));
                }
            }
        });
        put(Family.DEFAULT, PartitionViews.TALLY, tally.bytes());
        database.write(batch);
    }

    /** Runs are listed by their first record, which may have come, gone or moved. What one record changes is of one run. */
    private void moveFirst() {
        if (added.isEmpty()) {
            return; // nothing is taken away without something being added, if only the erasure
        }
        String run = added.get(0).key().runId();
        FirstOfRun firsts = new FirstOfRun(database, run);
        Place before = firsts.stored();
        Place first = firsts.after(taken, added);
        if (first.equals(before)) {
            return;
        }
        if (before != null) {
            delete(Family.DIRECTORY, Layout.runByFirst(before));
        }
        put(Family.DIRECTORY, Layout.firstOfRun(run), first.bytes());
        put(
                Family.DIRECTORY,
                Layout.runByFirst(first),
                new Layout.Key().put(run).bytes());
    }

    @Override
    public void close() {
        batch.close();
    }
}
