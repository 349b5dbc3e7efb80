package io.runledger.query.tail;

import io.runledger.http.ProblemException;
import io.runledger.query.wait.AppliedOffsets;
import io.runledger.query.wait.Lookout;
import io.runledger.streams.views.serve.Views;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All tails that are open. While there are any, one thread looks when the views have moved, and wakes them; a few more
 * take their steps. Without tails there is no thread at all. Thread-safe.
 */
public final class Tails implements AutoCloseable {
    private static final Duration GAP = Duration.ofMillis(20);
    private static final Duration THREADS_STAY = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int FEWEST_WORKERS = 2;

    private final TailLimits limits;
    private final AppliedOffsets applied;
    private final Set<Tail> open = ConcurrentHashMap.newKeySet();
    private final Lookout lookout;
    private final ThreadPoolExecutor workers;
    private int places;
    private boolean closed;

    public Tails(Views views, TailLimits limits) {
        this.limits = limits;
        applied = new AppliedOffsets(views);
        AtomicInteger number = new AtomicInteger();
        lookout = new Lookout("tail-lookout", views, GAP, this::look);
        int threads = Math.max(FEWEST_WORKERS, Runtime.getRuntime().availableProcessors() / 2);
        // The queue holds each tail once at most, so it is bounded as they are.
        workers = new ThreadPoolExecutor(
                threads,
                threads,
                THREADS_STAY.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                step -> daemon(step, "tail-" + number.incrementAndGet()));
        workers.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable step, String name) {
        Thread thread = new Thread(step, name);
        thread.setDaemon(true);
        return thread;
    }

    TailLimits limits() {
        return limits;
    }

    AppliedOffsets applied() {
        return applied;
    }

    /** Where tails take their steps. */
    Executor workers() {
        return workers;
    }

    /**
     * Takes a place for a tail, to be given back with {@link #leave}.
     *
     * @throws ProblemException 429 if there is none left, 503 if the server stops
     */
    synchronized void enter() {
        if (closed) {
            throw stopping();
        }
        if (places == limits.most()) {
            throw ProblemException.tooManyRequests(
                    limits.most() + " readers follow events, which is as many as are taken at once", RETRY_AFTER);
        }
        places++;
        if (places == 1) {
            applied.look();
        }
    }

    synchronized void leave() {
        places--;
    }

    /** Lets a tail run until it ends. */
    void start(Tail tail) {
        open.add(tail);
        var unused = tail.whenEnded().thenRun(() -> open.remove(tail));
        synchronized (this) {
            if (closed) {
                tail.end(stopping());
            }
        }
        lookout.begin();
        tail.wake();
    }

    /** How many are open. */
    public synchronized int count() {
        return places;
    }

    private boolean look() {
        lookAndWake();
        long now = System.nanoTime();
        open.stream()
                .filter(tail -> tail.isDue(now) || tail.isAbandoned() || tail.isCutOff())
                .forEach(Tail::wake);
        return !open.isEmpty();
    }

    private void lookAndWake() {
        if (applied.look()) {
            open.forEach(Tail::wake);
        }
    }

    private static ProblemException stopping() {
        return ProblemException.unavailable(
                "the server stops; come again with the last id or cursor, nothing is lost", RETRY_AFTER);
    }

    /** Tells all readers, who have a few seconds to take it; there are no new ones. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        open.forEach(tail -> tail.end(stopping()));
    }
}
