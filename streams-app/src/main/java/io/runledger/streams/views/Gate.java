package io.runledger.streams.views;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Between the log and a generation's stores. Held, it lets nothing through, so that the generation stands where it is;
 * retired, it drops what comes, for nobody will read it. Thread-safe; hold and release it in one thread.
 */
final class Gate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean retired;

    /** Applies a record, now or when the gate is released. */
    void pass(PartitionViews views, LogRecord record) {
        lock.readLock().lock();
        try {
            if (!retired) {
                views.apply(record);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Returns when the record that is being applied is. */
    void hold() {
        lock.writeLock().lock();
    }

    void retire() {
        retired = true;
    }

    void release() {
        lock.writeLock().unlock();
    }
}
