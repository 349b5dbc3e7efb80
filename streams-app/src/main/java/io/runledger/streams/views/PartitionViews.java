package io.runledger.streams.views;

import io.runledger.schemas.review.Seal;
import io.runledger.schemas.wire.RecordReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
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
    private volatile @Nullable Runnable retired;
    private volatile boolean closed;
    private volatile Tally tally;

    PartitionViews(Path directory, Memory memory, RecordReader reader, int partitions, Seal seal) {
        this.database = open(directory, memory);
        this.rules = new LogRules(database, reader, partitions, seal);
        byte[] stored = database.get(Family.DEFAULT, TALLY);
        this.tally = stored == null ? Tally.NONE : Tally.of(stored);
    }

    /** Views that another version laid out otherwise are made again from the log. */
    private static Database open(Path directory, Memory memory) {
        Database found = Database.open(directory, memory);
        byte[] layout = found.get(Family.DEFAULT, LAYOUT);
        if (layout != null && Layout.number(layout, 0) == Layout.VERSION) {
            return found;
        }
        if (layout != null || found.get(Family.DEFAULT, TALLY) != null) {
            log.info("the views were laid out by another version and are made again from the log: {}", directory);
            found.close();
            Database.delete(directory);
            found = Database.open(directory, memory);
        }
        found.put(Family.DEFAULT, LAYOUT, Layout.number(Layout.VERSION));
        return found;
    }

    Tally tally() {
        return tally;
    }

    /** @throws ViewsClosedException if they are closed */
    Tally openTally() {
        if (closed || retired != null) {
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
        enter();
        return new PartitionReader(partition, tally, database, readers.get(), this::leave);
    }

    /**
     * The whole state as it is now. Close it in the thread that asked for it: while it is open the store cannot close.
     *
     * @throws ViewsClosedException if the store is closed
     */
    StateSnapshot state() {
        enter();
        return new StateSnapshot(database, () -> closing, this::leave);
    }

    /** Does not wait: who holds the lock alone is closing. */
    private void enter() {
        if (!open.readLock().tryLock()) {
            throw new ViewsClosedException();
        }
        if (closed || retired != null) {
            leave();
            throw new ViewsClosedException();
        }
    }

    private void leave() {
        open.readLock().unlock();
        closeIfRetired();
    }

    /** Forgets what was published, up to and with an offset. A crash may bring some of it back, to be published twice. */
    void published(long upTo) {
        enter();
        try {
            database.deleteRange(Family.OUTBOX, Outbox.publishing(0), Outbox.publishing(upTo + 1));
        } finally {
            leave();
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

    /** Nobody begins to read them any more. The last who reads closes them, without putting them on disk. */
    void retire(Runnable behind) {
        retired = behind;
        closeIfRetired();
    }

    private void closeIfRetired() {
        Runnable behind = retired;
        if (behind == null || !open.writeLock().tryLock()) {
            return;
        }
        try {
            if (closed) {
                return;
            }
            closed = true;
            database.close();
        } finally {
            open.writeLock().unlock();
        }
        behind.run();
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
