package io.runledger.streams.views.apply;

import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.ApplyOutcome;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.state.StateSnapshot;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.RowCache;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The views of one partition: a pure function of its compacted log.
 *
 * <p>{@link #apply} is the only way in, for live records, restored ones, standbys and replays alike. One thread applies at a
 * time; any number read.
 */
public final class PartitionViews implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionViews.class);
    private static final byte[] LAYOUT = "layout".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LOG = "log".getBytes(StandardCharsets.UTF_8);

    private final Database database;
    private final ParallelValidation judging;
    private final LogRules rules;
    private final RowCache last;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private volatile boolean closing;
    private volatile @Nullable Runnable retired;
    private volatile boolean closed;
    private volatile Tally tally;

    public PartitionViews(Path directory, Memory memory, SchemaRegistry registry, int partitions, Criteria criteria) {
        this.database = open(directory, memory, layout(criteria));
        this.last = new RowCache(database);
        this.rules = new LogRules(database, registry, partitions, criteria);
        this.judging = new ParallelValidation(() -> new RecordValidator(database, registry, partitions, criteria));
        byte[] stored = database.get(Family.DEFAULT, Tally.KEY);
        this.tally = stored == null ? Tally.NONE : Tally.of(stored);
    }

    /** Under other redaction rules other records are rejected. */
    private static byte[] layout(Criteria criteria) {
        return new Layout.Key()
                .put(Layout.VERSION)
                .put(criteria.redaction().fingerprint())
                .put(criteria.mark().fingerprint())
                .bytes();
    }

    /**
     * Views of another layout, of other redaction rules or of another mark are rebuilt from the log, and so are views that cannot be read. Which log
     * they were of is kept: another one under the same name must not pass for it.
     */
    private static Database open(Path directory, Memory memory, byte[] wanted) {
        Database found = Database.open(directory, memory);
        byte @Nullable [] of = null;
        try {
            of = found.get(Family.DEFAULT, LOG);
            byte[] layout = found.get(Family.DEFAULT, LAYOUT);
            if (layout != null && Arrays.equals(layout, wanted)) {
                return found;
            }
            if (layout == null && found.get(Family.DEFAULT, Tally.KEY) == null) {
                found.put(Family.DEFAULT, LAYOUT, wanted);
                return found;
            }
            log.info(
                    "the views are of another version, other redaction rules or another mark of the seals, and are rebuilt from the log: {}",
                    directory);
        } catch (ViewsClosedException e) {
            log.warn("the views of a partition are damaged and are rebuilt from the log, directory={}", directory);
        } catch (ViewsException e) {
            found.close();
            throw e;
        }
        found.close();
        Database.delete(directory);
        Database fresh = Database.open(directory, memory);
        if (of != null) {
            fresh.put(Family.DEFAULT, LOG, of);
        }
        fresh.put(Family.DEFAULT, LAYOUT, wanted);
        return fresh;
    }

    /**
     * Holds them to the log that they are to follow.
     *
     * @throws ViewsException if they are of another one, or of more than there is of it
     */
    public void requireOf(LogFacts facts, int partition) {
        byte[] stored = database.get(Family.DEFAULT, LOG);
        byte[] id = facts.id().toString().getBytes(StandardCharsets.UTF_8);
        if (stored == null) {
            database.put(Family.DEFAULT, LOG, id);
        } else if (!Arrays.equals(stored, id)) {
            throw new ViewsException(
                    "the views in the state directory are of another log: its topic was deleted and created"
                            + " again; bring the old topic back, or delete the state directory to make views of the new one");
        }
        if (tally.offset() >= 0 && !facts.reaches(partition, tally.offset())) {
            throw new ViewsException("the views have applied partition " + partition + " up to offset " + tally.offset()
                    + ", and the log ends before that: the broker has lost records; bring them back, or delete the state"
                    + " directory to make views of what is left");
        }
    }

    public Tally tally() {
        return tally;
    }

    /** @throws ViewsClosedException if they are closed */
    public Tally openTally() {
        if (!isOpen() || retired != null) {
            throw new ViewsClosedException();
        }
        return tally;
    }

    /** Takes in the next record of the log. A record that was looked at before changes nothing. */
    public ApplyOutcome apply(LogRecord record) {
        return apply(List.of(record)).get(0);
    }

    /**
     * Takes in the next records of the log, in their order: the same as one after the other, but written together as far as
     * none depends on another.
     */
    public List<ApplyOutcome> apply(List<LogRecord> records) {
        List<ApplyOutcome> outcomes = new ArrayList<>(records.size());
        ApplyBatch changes = new ApplyBatch(database, last);
        Tally now = tally;
        try (ParallelValidation.Judgements judgements = judging.of(records)) {
            for (LogRecord record : records) {
                ValidatedRecord judged = judgements.next();
                if (record.offset() <= now.offset()) {
                    outcomes.add(ApplyOutcome.SEEN);
                    continue;
                }
                if (!changes.takes(judged)) {
                    write(changes, now);
                }
                changes.begin(judged);
                ApplyOutcome outcome = rules.apply(judged, changes);
                now = now.upTo(record.offset()).and(outcome);
                outcomes.add(outcome);
            }
        }
        if (!changes.isEmpty()) {
            write(changes, now);
        }
        return outcomes;
    }

    private void write(ApplyBatch changes, Tally now) {
        changes.finish(now);
        changes.write();
        tally = now;
    }

    /**
     * What is here now, for reading. Close it in the thread that asked for it: while it is open the store cannot close.
     *
     * @throws ViewsClosedException if the store is closed
     */
    public PartitionReader read(int partition, ThreadLocal<RecordReader> readers) {
        return whileOpen(() -> new PartitionReader(partition, tally, database, readers.get(), this::leave));
    }

    /**
     * The whole state as it is now. Close it in the thread that asked for it: while it is open the store cannot close.
     *
     * @throws ViewsClosedException if the store is closed
     */
    public StateSnapshot state() {
        return whileOpen(() -> new StateSnapshot(database, () -> closing, this::leave));
    }

    /** What is made is to leave when it is closed. */
    private <T> T whileOpen(Supplier<T> reading) {
        enter();
        try {
            return reading.get();
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /** Does not wait: who holds the lock alone is closing. */
    private void enter() {
        if (!open.readLock().tryLock()) {
            throw new ViewsClosedException();
        }
        if (!isOpen() || retired != null) {
            leave();
            throw new ViewsClosedException();
        }
    }

    private void leave() {
        open.readLock().unlock();
        closeIfRetired();
    }

    /** Forgets what was published, up to and with an offset. A crash may bring some of it back, to be published twice. */
    public void published(long upTo) {
        enter();
        try {
            database.deleteRange(Family.OUTBOX, Outbox.publishing(0), Outbox.publishing(upTo + 1));
        } finally {
            leave();
        }
    }

    /** Puts a row of the outbox aside that cannot be done, with why; beyond {@link SetAside#MOST} of them it is only dropped. */
    public void setAside(byte[] row, String why) {
        enter();
        try {
            database.delete(Family.OUTBOX, row);
            if (SetAside.count(database) < SetAside.MOST) {
                database.put(Family.OUTBOX, Outbox.setAside(row), why.getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            leave();
        }
    }

    /** Up to and with this offset every rejected record was published. */
    public long publishedUpTo() {
        try (StateSnapshot now = state()) {
            return now.firstPublishing().orElse(now.offset() + 1) - 1;
        }
    }

    public boolean isOpen() {
        return !closed && !database.isUnreadable();
    }

    /** Whether reading failed once: they have to be opened again. */
    public boolean isUnreadable() {
        return database.isUnreadable();
    }

    /** Nobody begins to read them any more. The last who reads closes them, without putting them on disk. */
    public void retire(Runnable behind) {
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
                    flush();
                } finally {
                    database.close();
                }
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    /** What does not reach the disk now is read from the log again. */
    private void flush() {
        if (database.isUnreadable()) {
            return;
        }
        try {
            database.flush();
        } catch (ViewsException | ViewsClosedException e) {
            log.warn("the views of a partition are closed without what came last: {}", e.getMessage());
        }
    }
}
