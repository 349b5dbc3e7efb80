package io.runledger.core.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A piece of work that another core does ahead, if one is free. Nobody waits for a queue: what has not been begun when it is
 * needed is done by who needs it. So work may be cut into pieces without asking how many cores there are or how busy they are.
 *
 * @param <T> what comes of it
 */
public final class Ahead<T> implements Runnable {
    private static final Executor OTHERS =
            others(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

    private final Supplier<T> work;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<T> done = new CompletableFuture<>();

    private Ahead(Supplier<T> work) {
        this.work = work;
    }

    private static Executor others(int threads) {
        ThreadPoolExecutor others =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "runledger-ahead");
                    thread.setDaemon(true);
                    return thread;
                });
        others.allowCoreThreadTimeOut(true);
        return others;
    }

    /** Work for whoever comes first. It must not wait for other work of this kind. */
    public static <T> Ahead<T> of(Supplier<T> work) {
        Ahead<T> ahead = new Ahead<>(work);
        OTHERS.execute(ahead);
        return ahead;
    }

    /** Work that nobody else does: the first of many pieces, which is needed at once. */
    public static <T> Ahead<T> here(Supplier<T> work) {
        return new Ahead<>(work);
    }

    /** Does it, unless that has begun. */
    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            done.complete(work.get());
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    /** What came of it; throws what the work threw. */
    public T get() {
        run();
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** It is not needed any more: it does not begin after this, and has ended if it had begun. */
    public void end() {
        if (!begun.compareAndSet(false, true)) {
            done.handle((result, failure) -> begun).join();
        }
    }
}
