package io.runledger.streams.views;

import io.runledger.schemas.wire.RecordReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The views of one partition: a pure function of its compacted log.
 *
 * <p>{@link #apply} is the only way in, for live records, restored ones, standbys and replays alike. One thread applies at a
 * time; any number read.
 */
final class PartitionViews implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionViews.class);
    private static final byte[] LAYOUT = "layout".getBytes(StandardCharsets.UTF_8);
    static final byte[] TALLY = "applied".getBytes(StandardCharsets.UTF_8);

    private final Database database;
    private final LogRules rules;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private volatile boolean closing;
    private volatile boolean closed;
    private volatile Tally tally;

    PartitionViews(Path directory, Memory memory, RecordReader reader, int partitions, Criteria criteria) {
        this.database = open(directory, memory, layout(criteria));
        this.rules = new LogRules(database, reader, partitions, criteria);
        byte[] stored = database.get(Family.DEFAULT, TALLY);
        this.tally = stored == null ? Tally.NONE : Tally.of(stored);
    }

    /** Under other redaction rules other records are rejected. */
    private static byte[] layout(Criteria criteria) {
        return new Layout.Key()
                .put(Layout.VERSION)
                .put(criteria.redaction().fingerprint())
                .bytes();
    }

    /** Views that were laid out otherwise, or made under other redaction rules, are made again from the log. */
    private static Database open(Path directory, Memory memory, byte[] wanted) {
        Database found = Database.open(directory, memory);
        byte[] layout = found.get(Family.DEFAULT, LAYOUT);
        if (layout != null && Arrays.equals(layout, wanted)) {
            return found;
        }
        if (layout != null || found.get(Family.DEFAULT, TALLY) != null) {
            log.info(
                    "the views are of another version or other redaction rules, and are made again from the log: {}",
                    directory);
            found.close();
            Database.delete(directory);
            found = Database.open(directory, memory);
        }
        found.put(Family.DEFAULT, LAYOUT, wanted);
        return found;
    }

    Tally tally() {
        return tally;
    }

    /** @throws ViewsClosedException if they are closed */
    Tally openTally() {
        if (closed) {
            throw new ViewsClosedException();
        }
        return tally;
    }

    /** Takes in the next record of the log. A record that was looked at before changes nothing. */
    Outcome apply(LogRecord record) {
        if (record.offset() <= tally.offset()) {
            return Outcome.SEEN;
        }
        Tally before = tally.upTo(record.offset());
        try (Changes changes = new Changes(database)) {
            Outcome outcome = rules.apply(record, changes);
            Tally after =
                    switch (outcome) {
                        case APPLIED -> before.andApplied();
                        case DUPLICATE -> before.andDuplicate();
                        case ERASED -> before.andErased();
                        case REJECTED, SEEN -> before.andRejected();
                    };
            changes.write(after);
            tally = after;
            return outcome;
        }
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

    /**
     * The whole state as it is now. Close it in the thread that asked for it: while it is open the store cannot close.
     *
     * @throws ViewsClosedException if the store is closed
     */
    StateSnapshot state() {
        open.readLock().lock();
        if (closed) {
            open.readLock().unlock();
            throw new ViewsClosedException();
        }
        return new StateSnapshot(database, () -> closing, () -> open.readLock().unlock());
    }

    /** Forgets what was published, up to and with an offset. A crash may bring some of it back, to be published twice. */
    void published(long upTo) {
        open.readLock().lock();
        try {
            if (!closed) {
                database.deleteRange(Family.OUTBOX, Outbox.publishing(0), Outbox.publishing(upTo + 1));
            }
        } finally {
            open.readLock().unlock();
        }
    }

    /** Up to and with this offset every rejected record was published. */
    long publishedUpTo() {
        try (StateSnapshot now = state()) {
            return now.firstPublishing().orElse(now.offset() + 1) - 1;
        }
    }

    boolean isOpen() {
        return !closed;
    }

    /** Idempotent. */
    @Override
    public void close() {
        closing = true;
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
