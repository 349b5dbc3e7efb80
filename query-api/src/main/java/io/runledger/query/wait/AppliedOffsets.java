package io.runledger.query.wait;

import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/** How far each partition's views were when last looked at: one look serves all tails. Thread-safe. */
public final class AppliedOffsets {
    /** The views of the partition are not here. */
    public static final long AWAY = Long.MIN_VALUE;

    private final Views views;
    private final AtomicLongArray offsets;

    public AppliedOffsets(Views views) {
        this.views = views;
        offsets = new AtomicLongArray(views.partitions());
        for (int partition = 0; partition < offsets.length(); partition++) {
            offsets.set(partition, AWAY);
        }
    }

    /** Looks again; whether anything has changed. */
    public synchronized boolean look() {
        boolean changed = false;
        for (int partition = 0; partition < offsets.length(); partition++) {
            long now = applied(partition);
            changed |= offsets.getAndSet(partition, now) != now;
        }
        return changed;
    }

    private long applied(int partition) {
        return applied(() -> views.local().applied(partition));
    }

    /** What is asked for, or {@link #AWAY}. */
    static long applied(LongSupplier asked) {
        try {
            return asked.getAsLong();
        } catch (ViewsClosedException | IllegalStateException e) {
            return AWAY; // Kafka Streams says so in several ways, among them that it has stopped
        }
    }

    /** The last offset that is applied, or {@link #AWAY}. */
    public long of(int partition) {
        return offsets.get(partition);
    }
}
