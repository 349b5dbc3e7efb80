package io.runledger.query.read;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.runledger.http.Caller;
import io.runledger.http.ProblemException;
import io.runledger.query.wait.Positions;
import io.runledger.query.wait.Waiting;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.serve.Views;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Read your writes: a read that names positions, as {@code at_least} or in the header {@code Runledger-Position}, waits
 * until the views have them. What a receipt says can be read, can be read: never an answer from before it. No thread waits.
 */
public final class AtLeast {
    public static final String PARAMETER = "at_least";
    public static final String WAIT = "wait";
    public static final String HEADER = "Runledger-Position";

    private static final int DEFAULT_WAIT = 5;
    private static final int LONGEST_WAIT = 30;

    private final Views views;
    private final Waiting waiting;
    private final Executor answering;

    /** @param answering where reads continue that have waited, which may block */
    public AtLeast(Views views, Executor answering) {
        this.views = views;
        this.waiting = new Waiting(views);
        this.answering = answering;
    }

    /** Lets a read continue when the views that are here have what it names of some partitions; at once if it names nothing. */
    public void before(Context ctx, List<Integer> partitions, Handler rest) throws Exception {
        Optional<Positions> asked = asked(ctx, views);
        if (asked.isEmpty()) {
            rest.handle(ctx);
            return;
        }
        CompletableFuture<Waiting.End> waited = until(ctx, asked.get().in(partitions));
        if (waited.isDone() && !waited.isCompletedExceptionally()) {
            rest.handle(ctx);
        } else {
            ctx.future(() -> waited.thenAcceptAsync(end -> proceed(ctx, end, rest), answering));
        }
    }

    /** Waits for one position of a partition that is here, in the thread that asks, for few and short waits. */
    public void await(Context ctx, Position position, Duration patience) throws InterruptedException {
        Positions one = new Positions(new TreeMap<>(Map.of(position.partition(), position.offset())));
        PartitionScope scope = PartitionScope.of(ctx, views);
        try {
            waiting.until(
                            one,
                            scope.standby(),
                            views.self().isPresent(),
                            Caller.of(ctx)::isGone,
                            System.nanoTime() + patience.toNanos())
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException("waiting for " + position + " failed", e);
        }
    }

    /** Waits here for positions of partitions that are here. */
    public CompletableFuture<Waiting.End> until(Context ctx, Positions positions) {
        long deadline = System.nanoTime() + wait(ctx.queryParam(WAIT)).toNanos();
        PartitionScope scope = PartitionScope.of(ctx, views);
        return waiting.until(positions, scope.standby(), views.self().isPresent(), Caller.of(ctx)::isGone, deadline);
    }

    /** Cancels something that is waited for elsewhere if the client leaves. */
    public void whileThere(Caller caller, CompletableFuture<?> pending) {
        waiting.whileThere(caller, pending);
    }

    /** After waiting. Where the views moved meanwhile, reading says so, or asks the node that has them. */
    public static void proceed(Context ctx, Waiting.End end, Handler rest) {
        if (end == Waiting.End.GONE) {
            Caller.of(ctx).hangUp();
            return;
        }
        try {
            rest.handle(ctx);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new FailedReadException(e);
        }
    }

    /** What a read ended with that is no problem of the client's. */
    private static final class FailedReadException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedReadException(Exception cause) {
            super(cause);
        }
    }

    /**
     * The positions that a read names.
     *
     * @throws ProblemException 400 if they are none
     */
    public static Optional<Positions> asked(Context ctx, Views views) {
        if (!ctx.method().equals(HandlerType.GET) && !ctx.method().equals(HandlerType.HEAD)) {
            return Optional.empty();
        }
        List<String> parameters = ctx.queryParams(PARAMETER);
        if (parameters.size() > 1) {
            throw ProblemException.malformed(
                    "the parameter " + PARAMETER + " appears twice; give it once, with commas between positions");
        }
        List<String> texts = parameters.isEmpty() ? Collections.list(ctx.req().getHeaders(HEADER)) : parameters;
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(Positions.parse(String.join(",", texts), views.partitions()));
    }

    public static Duration wait(@Nullable String text) {
        if (text == null) {
            return Duration.ofSeconds(DEFAULT_WAIT);
        }
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 0 && seconds <= LONGEST_WAIT) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw ProblemException.malformed(WAIT + " must be a whole number of seconds");
        }
        throw ProblemException.malformed(WAIT + " must be from 0 to " + LONGEST_WAIT + " seconds");
    }
}
