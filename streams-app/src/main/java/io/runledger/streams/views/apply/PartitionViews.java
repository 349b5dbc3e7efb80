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
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The views of one partition: a pure function of its compacted log. {@link #apply} is the only way in, for live
 * records, restored ones, standbys and replays alike.
 *
 * <p>States:
 *
 * <pre>
 * open -> unreadable   a reading failed: nothing is answered any more, and the views have to be opened again
 * open -> retired      others took their place: readers finish, new ones are refused, the last one closes the database
 * any  -> closed       {@link #close}: waits for the readers, flushes
 * </pre>
 *
 * <p>Threads: one thread at a time calls {@link #apply}; the caller sees to that ({@code ViewsStore} by a lock, a
 * replay by having one thread). Applying takes no lock of its own, so the same caller must not close the views
 * meanwhile. Any number of threads may call everything else at any time. They see a tally only after the records it
 * counts: the batch is written before the tally, which is volatile. A reader has to be closed in the thread that asked
 * for it, because it holds a read lock.
 *
 * <p>After a crash: the database has no write-ahead log, and families are flushed together. So the disk holds the state
 * at some earlier offset, together with that offset, and the log is read again from there. Records of the outbox that
 * were done since then come back and are done twice, which is harmless. A record that was applied before is {@link
 * ApplyOutcome#SEEN}.
 */
public final class PartitionViews implements AutoCloseable {
    private final Database database;
    private final ParallelValidation validation;
    private final LogRules rules;
    private final Lifecycle lifecycle;
    private volatile Tally tally;

    public PartitionViews(Path directory, Memory memory, SchemaRegistry registry, int partitions, Criteria criteria) {
        this.database = Provenance.open(directory, memory, criteria);
        this.lifecycle = new Lifecycle(database);
        this.rules = new LogRules(database, registry, partitions, criteria);
        this.validation = new ParallelValidation(() -> new RecordValidator(registry, partitions, criteria));
        byte[] stored = database.get(Family.DEFAULT, Tally.KEY);
        this.tally = stored == null ? Tally.NONE : Tally.of(stored);
    }

    /**
     * Checks them against the log that they are to follow.
     *
     * @throws ViewsException if they are of another one, or have applied more than there is of it
     */
    public void requireOf(LogFacts facts, int partition) {
        Provenance.requireOf(facts, partition, database, tally.offset());
    }

    public Tally tally() {
        return tally;
    }

    /** @throws ViewsClosedException if they are closed or retired */
    public Tally openTally() {
        if (!lifecycle.isServing()) {
            throw new ViewsClosedException();
        }
        return tally;
    }

    /** Applies the next record of the log. A record that was applied before changes nothing. */
    public ApplyOutcome apply(LogRecord record) {
        return apply(List.of(record)).get(0);
    }

    /**
     * Applies the next records of the log, in their order: the same as one after the other, but written together as far
     * as none depends on another.
     */
    public List<ApplyOutcome> apply(List<LogRecord> records) {
        List<ApplyOutcome> outcomes = new ArrayList<>(records.size());
        ApplyBatch changes = new ApplyBatch(database);
        Tally now = tally;
        try (ParallelValidation.Results validating = validation.of(records)) {
            for (LogRecord record : records) {
                ValidatedRecord validated = validating.next();
                if (record.offset() <= now.offset()) {
                    outcomes.add(ApplyOutcome.SEEN);
                    continue;
                }
                if (!changes.takes(validated)) {
                    write(changes, now);
                }
                changes.begin(validated);
                ApplyOutcome outcome = rules.apply(validated, changes);
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
        return lifecycle.reader(() -> new PartitionReader(partition, tally, database, readers.get(), lifecycle::leave));
    }

    /**
     * The whole state as it is now. Close it in the thread that asked for it: while it is open the store cannot close.
     *
     * @throws ViewsClosedException if the store is closed
     */
    public StateSnapshot state() {
        return lifecycle.reader(() -> new StateSnapshot(database, lifecycle::isClosing, lifecycle::leave));
    }

    /**
     * Forgets what was published, up to and with an offset. A crash may bring some of it back, to be published twice.
     */
    public void published(long upTo) {
        lifecycle.enter();
        try {
            database.deleteRange(Family.OUTBOX, Outbox.publishing(0), Outbox.publishing(upTo + 1));
        } finally {
            lifecycle.leave();
        }
    }

    /**
     * Sets aside a row of the outbox that cannot be done, and why; beyond {@link SetAside#MOST} of them it is only
     * dropped.
     */
    public void setAside(byte[] row, String why) {
        lifecycle.enter();
        try {
            database.delete(Family.OUTBOX, row);
            if (SetAside.count(database) < SetAside.MOST) {
                database.put(Family.OUTBOX, Outbox.setAside(row), why.getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            lifecycle.leave();
        }
    }

    /** Up to and with this offset every rejected record was published. */
    public long publishedUpTo() {
        try (StateSnapshot now = state()) {
            return now.firstPublishing().orElse(now.offset() + 1) - 1;
        }
    }

    /** Whether they can be read, if only by readers that began before they were retired. */
    public boolean isOpen() {
        return lifecycle.isOpen();
    }

    /** Whether reading failed once: they have to be opened again. */
    public boolean isUnreadable() {
        return database.isUnreadable();
    }

    /**
     * Refuses new readers from now on. The last reader closes the database, without a flush, and then runs {@code
     * after}.
     */
    public void retire(Runnable after) {
        lifecycle.retire(after);
    }

    /** Waits for the readers, and puts everything on disk. Idempotent. */
    @Override
    public void close() {
        lifecycle.close();
    }
}
