package io.runledger.streams.views.apply;

import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use a partition's database, and when it is closed. Readers share a lock; closing takes it alone, so that no
 * reader ever touches memory that RocksDB has freed. {@link PartitionViews} describes the states. Thread-safe.
 */
final class Lifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Database database;
    private final ReadWriteLock users = new ReentrantReadWriteLock();
    private volatile boolean closing;
    private volatile @Nullable Runnable afterRetirement;
    private volatile boolean closed;

    Lifecycle(Database database) {
        this.database = database;
    }

    /**
     * Whether it can be used: not closed, and no reading has failed. Retired views are open until their last reader
     * leaves.
     */
    boolean isOpen() {
        return !closed && !database.isUnreadable();
    }

    /** Whether new readers are let in. */
    boolean isServing() {
        return isOpen() && afterRetirement == null;
    }

    /** Whether {@link #close} waits, so that long readings should break off. */
    boolean isClosing() {
        return closing;
    }

    /**
     * Makes a reader, which calls {@link #leave} when it is closed, in the same thread.
     *
     * @throws ViewsClosedException if nobody is let in
     */
    <T> T reader(Supplier<T> reader) {
        enter();
        try {
            return reader.get();
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /**
     * Keeps the database open until {@link #leave}. Does not wait: only a thread that closes it holds the lock alone.
     *
     * @throws ViewsClosedException if nobody is let in
     */
    void enter() {
        if (!users.readLock().tryLock()) {
            throw new ViewsClosedException();
        }
        if (!isServing()) {
            leave();
            throw new ViewsClosedException();
        }
    }

    void leave() {
        users.readLock().unlock();
        closeIfRetired();
    }

    /**
     * Lets nobody in from now on. The last reader closes the database, without a flush, and then runs {@code after}.
     */
    void retire(Runnable after) {
        afterRetirement = after;
        closeIfRetired();
    }

    private void closeIfRetired() {
        Runnable after = afterRetirement;
        if (after == null || !users.writeLock().tryLock()) {
            return;
        }
        try {
            if (closed) {
                return;
            }
            closed = true;
            database.close();
        } finally {
            users.writeLock().unlock();
        }
        after.run();
    }

    /** Waits for the readers, flushes and closes. Idempotent. */
    @Override
    public void close() {
        closing = true;
        users.writeLock().lock();
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
            users.writeLock().unlock();
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
