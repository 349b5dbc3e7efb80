package io.runledger.query.wait;

import io.runledger.streams.views.serve.Views;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks for all who wait: as soon as the views have moved, and now and then besides, for time passes and
 * clients leave. While nobody waits there is no thread, and nobody looks. Thread-safe.
 */
public final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final long LONGEST = Duration.ofMillis(100).toNanos();
    private static final Duration THREAD_STAYS = Duration.ofSeconds(10);

    private final Look look;
    private final long gap;
    private final ScheduledThreadPoolExecutor thread;
    private volatile boolean active;

    /** Whether the views have moved, or somebody has come, since the last look began. */
    private final AtomicBoolean moved = new AtomicBoolean();

    private long lookedAt;
    private @Nullable ScheduledFuture<?> next;
    private long nextAt;

    /** A look for all who wait, on the lookout's thread. */
    interface Look {
        /**
         * @param moved whether the views have moved since the last look began, or somebody came who has not been looked for
         * @return whether anybody waits still
         */
        boolean look(boolean moved);
    }

    /** A lookout that looks at the views each time, and says whether anybody waits still. */
    public Lookout(String name, Views views, Duration gap, BooleanSupplier look) {
        this(name, views::onMove, gap, moved -> look.getAsBoolean());
    }

    /**
     * @param onMove has the lookout told whenever views have moved
     * @param gap between two looks, at least
     */
    Lookout(String name, Consumer<Runnable> onMove, Duration gap, Look look) {
        this.look = look;
        this.gap = gap.toNanos();
        lookedAt = System.nanoTime() - this.gap;
        thread = new ScheduledThreadPoolExecutor(1, step -> {
            Thread made = new Thread(step, name);
            made.setDaemon(true);
            return made;
        });
        thread.setKeepAliveTime(THREAD_STAYS.toMillis(), TimeUnit.MILLISECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
        onMove.accept(this::moved);
    }

    /** Somebody waits: looks soon, and continues until nobody does. */
    public synchronized void begin() {
        active = true;
        moved.set(true);
        hurry();
    }

    private void moved() {
        if (active) {
            moved.set(true);
            hurry();
        }
    }

    private synchronized void hurry() {
        long now = System.nanoTime();
        long wait = Math.max(0, lookedAt + gap - now);
        if (next == null || nextAt - (now + wait) > 0) {
            schedule(now, wait);
        }
    }

    private synchronized void schedule(long now, long wait) {
        if (next != null) {
            next.cancel(false);
        }
        nextAt = now + wait;
        next = thread.schedule(this::run, wait, TimeUnit.NANOSECONDS);
    }

    private void run() {
        synchronized (this) {
            lookedAt = System.nanoTime();
            next = null;
        }
        boolean more = true;
        boolean hasMoved = moved.getAndSet(false); // before the look: what moves from now on is for the next one
        try {
            more = look.look(hasMoved);
        } catch (RuntimeException e) {
            moved.set(true);
            LOG.error("looking for those who wait failed, and is tried again", e);
        } finally {
            proceed(more);
        }
    }

    private synchronized void proceed(boolean more) {
        if (next == null) { // else somebody came, or the views moved, since this look began
            active = more;
            if (more) {
                schedule(System.nanoTime(), LONGEST);
            }
        }
    }
}
