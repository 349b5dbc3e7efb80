package io.runledger.query;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.PartitionReader;
import io.runledger.streams.views.Views;
import io.runledger.streams.views.ViewsClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Read your writes: a read that names a position, as {@code at_least} or in the header {@code Runledger-Position}, waits
 * until the views have it. What a receipt says can be read, can be read: never an answer from before it.
 */
final class AtLeast implements Handler {
    static final String PARAMETER = "at_least";
    static final String WAIT = "wait";
    static final String HEADER = "Runledger-Position";

    private static final Duration LOOK = Duration.ofMillis(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int DEFAULT_WAIT = 5;
    private static final int LONGEST_WAIT = 30;

    /** Each holds a thread of the server; the others are for those who need not wait. */
    private static final int MOST_WAITING = 32;

    private static final long AWAY = -1;

    private final Views views;
    private final Semaphore places = new Semaphore(MOST_WAITING);

    AtLeast(Views views) {
        this.views = views;
    }

    @Override
    public void handle(Context ctx) throws InterruptedException {
        String text = asked(ctx);
        if (text == null) {
            return;
        }
        long deadline = System.nanoTime() + wait(ctx.queryParam(WAIT)).toNanos();
        Scope scope = Scope.of(ctx, views);
        for (Position position : positions(text)) {
            if (scope.partitions().contains(position.partition())) {
                await(ctx, scope, position, deadline);
            }
        }
    }

    /** Whether a read names a position, so that it may have to wait. */
    static boolean isAsked(Context ctx) {
        return asked(ctx) != null;
    }

    private static @Nullable String asked(Context ctx) {
        if (!ctx.method().equals(HandlerType.GET)) {
            return null;
        }
        String text = ctx.queryParam(PARAMETER);
        return text == null ? ctx.header(HEADER) : text;
    }

    private List<Position> positions(String text) {
        List<Position> positions = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Position position = Position.parse(each.strip())
                    .filter(p -> p.partition() < views.partitions())
                    .orElseThrow(() -> ProblemException.malformed(PARAMETER + " and " + HEADER
                            + " take positions of this ledger, such as 3:1207, with commas between several"));
            positions.add(position);
        }
        return positions;
    }

    static Duration wait(@Nullable String text) {
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

    /** Waits for one position, until {@link System#nanoTime} is {@code deadline}. */
    void await(Context ctx, Scope scope, Position position, long deadline) throws InterruptedException {
        if (reached(scope, position.partition()) >= position.offset()) {
            return;
        }
        if (!places.tryAcquire()) {
            throw ProblemException.unavailable(
                    "too many reads wait for the views already, which have not reached " + position + "; ask again",
                    RETRY_AFTER);
        }
        try {
            look(ctx, scope, position, deadline);
        } finally {
            places.release();
        }
    }

    private void look(Context ctx, Scope scope, Position position, long deadline) throws InterruptedException {
        while (true) {
            long reached = reached(scope, position.partition());
            if (reached >= position.offset()) {
                return;
            }
            if (reached == AWAY && scope.isPart()) {
                throw Scope.away(ctx, position.partition());
            }
            if (System.nanoTime() >= deadline) {
                throw ProblemException.unavailable(
                        "the views have not reached " + position + " in the time given, they are at offset " + reached
                                + "; ask again",
                        RETRY_AFTER);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private static long reached(Scope scope, int partition) {
        try (PartitionReader reader = scope.read(partition)) {
            return reader.tally().offset();
        } catch (ViewsClosedException e) {
            return AWAY; // being made from the log, or on the move: what is waited for may still come
        }
    }
}
