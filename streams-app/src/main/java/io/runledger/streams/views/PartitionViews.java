package io.runledger.streams.views;

import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The views of one partition: a pure function of its compacted log.
 *
 * <p>{@link #apply} is the only way in, for live records, restored ones, standbys and replays alike. One thread applies at a
 * time; any number read.
 */
final class PartitionViews implements AutoCloseable {
    static final byte[] TALLY = "applied".getBytes(StandardCharsets.UTF_8);

    private final Database database;
    private final Admission admission;
    private final RecordReader reader;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private volatile boolean closed;
    private volatile Tally tally;

    PartitionViews(Path directory, Memory memory, RecordReader reader, int partitions) {
        this.database = Database.open(directory, memory);
        this.reader = reader;
        this.admission = new Admission(reader, partitions);
        byte[] stored = database.get(Family.DEFAULT, TALLY);
        this.tally = stored == null ? Tally.NONE : Tally.of(stored);
    }

    Tally tally() {
        return tally;
    }

    /** Takes in the next record of the log. A record that was looked at before changes nothing. */
    Outcome apply(LogRecord record) {
        if (record.offset() <= tally.offset()) {
            return Outcome.SEEN;
        }
        Tally before = tally.upTo(record.offset());
        try (Changes changes = new Changes(database)) {
            Admission.Finding finding = admission.judge(record);
            Outcome outcome;
            if (finding instanceof Admission.Accepted accepted) {
                outcome = accept(accepted.entry(), record, changes);
            } else {
                outcome = reject((Admission.Rejected) finding, record, changes);
            }
            Tally after =
                    switch (outcome) {
                        case APPLIED -> before.andApplied();
                        case DUPLICATE -> before.andDuplicate();
                        case REJECTED, SEEN -> before.andRejected();
                    };
            changes.write(after);
            tally = after;
            return outcome;
        }
    }

    private Outcome accept(Entry entry, LogRecord record, Changes changes) {
        Optional<Entry> standing = standing(entry);
        boolean same = standing.isPresent() && isSame(standing.get(), entry);
        if (standing.isPresent() && !same && !record.isHealing()) {
            return reject(
                    new Admission.Rejected(
                            RejectReason.CONFLICT,
                            "has another content than the record that stands under its id since sequence "
                                    + standing.get().place().sequence()),
                    record,
                    changes);
        }
        changes.place(entry, standing);
        return same ? Outcome.DUPLICATE : Outcome.APPLIED;
    }

    private static Outcome reject(Admission.Rejected rejected, LogRecord record, Changes changes) {
        changes.put(
                Family.REJECTS,
                Layout.number(record.offset()),
                new Layout.Key()
                        .put(record.timestamp())
                        .put(rejected.reason().word())
                        .put(rejected.detail())
                        .bytes());
        return Outcome.REJECTED;
    }

    private Optional<Entry> standing(Entry entry) {
        byte[] sequence = database.get(Family.IDS, entry.idKey());
        if (sequence == null) {
            return Optional.empty();
        }
        byte[] key = Layout.record(entry.key().kind(), entry.key().runId(), Layout.number(sequence, 0));
        byte[] value = database.get(Family.RECORDS, key);
        if (value == null) {
            throw new IllegalStateException("an id of the views points to no record");
        }
        Place place = new Place(Layout.number(sequence, 0), Layout.number(value, 0));
        byte[] wire = StoredRecord.wire(value);
        try {
            return Optional.of(Entry.of(reader.read(wire), place, wire));
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("a record that was applied cannot be read again", e);
        }
    }

    /** The same bytes, or the same record in another writer's schema. */
    private static boolean isSame(Entry standing, Entry entry) {
        return Arrays.equals(standing.wire(), entry.wire()) || standing.record().equals(entry.record());
    }

    /**
     * What is here now, for reading. Close it in the thread that asked for it: while it is open the store cannot close.
     *
     * @throws ViewsClosedException if the store is closed
     */
    PartitionReader read(int partition, ThreadLocal<RecordReader> readers) {
        open.readLock().lock();
        if (closed) {
            open.readLock().unlock();
            throw new ViewsClosedException();
        }
        return new PartitionReader(
                partition, tally, database, readers.get(), () -> open.readLock().unlock());
    }

    /** The digest of the state as it is now: 32 bytes, equal for equal state, whatever way led there. */
    byte[] digest() {
        return StateDigest.of(database);
    }

    boolean isOpen() {
        return !closed;
    }

    /** Idempotent. */
    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    database.flush();
                } finally {
                    database.close();
                }
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
