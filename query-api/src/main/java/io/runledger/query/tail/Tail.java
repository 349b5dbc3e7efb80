package io.runledger.query.tail;

import io.runledger.http.AccessSession;
import io.runledger.http.Caller;
import io.runledger.http.ProblemException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader that follows events. It has no thread: whoever knows of something to do wakes it, and it takes one step at a
 * time, on any thread of a few. So a subclass's own state needs no locks.
 *
 * <p>It is <em>idle</em>, <em>awake</em> (a step is queued or under way) or <em>ended</em>. {@link #wake} may be called by any
 * thread, as often as it likes: the count of wakes makes the first of them queue a step, and wakes during a step make one more
 * step follow, after the other tails'. So nothing that happened before a wake is missed, and no two steps overlap.
 *
 * <p>{@link #end} may be called by any thread, too; it only leaves the reason, and wakes: the step that follows tells the reader
 * and calls {@link #ended}. {@link #step}, {@link #abandon}, {@link #due} and {@link #ended} are for the step itself;
 * {@link #isAbandoned}, {@link #isDue} and {@link #isCutOff} for the lookout's one thread.
 *
 * <p>Before each step it asks whether the reader's credential is still valid, and ends with a 401 if it is not.
 *
 * <p>A step that fails with a problem ends the tail with it; any other failure is logged, and the tail ends with a 500. Its
 * place is given back when {@link #whenEnded} completes, whichever way it came to that.
 */
abstract class Tail {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private final Executor workers;
    private final Caller caller;
    private final AccessSession session;
    private final AtomicInteger wakes = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable ProblemException ending;
    private volatile boolean abandoned;
    private volatile long due = System.nanoTime();

    Tail(Executor workers, Caller caller, AccessSession session) {
        this.workers = workers;
        this.caller = caller;
        this.session = session;
    }

    /** The reader has closed its connection: ends, without anybody to tell. */
    abstract void abandon();

    /** Does what can be done now without waiting, and no more than a page of it. */
    abstract void step() throws IOException;

    /** Asks for a step, soon. However often it is asked for, only one is under way or waiting. */
    final void wake() {
        if (wakes.getAndIncrement() == 0) {
            workers.execute(this::run);
        }
    }

    private void run() {
        int seen = wakes.get();
        try {
            if (!ended.isDone()) {
                if (abandoned) {
                    abandon();
                } else {
                    if (ending == null && isCutOff()) {
                        ending = ProblemException.unauthenticated("the credential is not valid any more");
                    }
                    step();
                }
            }
        } catch (ProblemException e) {
            end(e);
        } catch (IOException | RuntimeException e) {
            LOG.error("a tail failed", e);
            end(ProblemException.failed("following the events failed; the server's log tells why"));
        }
        if (wakes.addAndGet(-seen) > 0) {
            workers.execute(this::run); // after the others: a reader that lags far behind lets them have their turns
        }
    }

    /** Tells the reader why there is no more, and ends. The first reason counts. */
    final void end(ProblemException why) {
        if (ending == null) {
            ending = why;
        }
        wake();
    }

    final @Nullable ProblemException ending() {
        return ending;
    }

    /** Whether the reader has left, as far as was looked lately. For one thread. */
    final boolean isAbandoned() {
        abandoned = abandoned || caller.isGone();
        return abandoned;
    }

    /** Whether the reader's credential is not valid any more. */
    final boolean isCutOff() {
        return !session.valid().getAsBoolean();
    }

    /** To be woken when {@link System#nanoTime} is there, if nothing else wakes it before. */
    final void due(long nanoTime) {
        due = nanoTime;
    }

    final boolean isDue(long nanoTime) {
        return nanoTime - due >= 0;
    }

    /** Everything is done. */
    final void ended() {
        ended.complete(null);
    }

    /** Completes when the last step was taken. */
    final CompletableFuture<Void> whenEnded() {
        return ended;
    }
}
