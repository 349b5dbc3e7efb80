package io.runledger.query.wait;

import io.runledger.query.wait.Progress.Copy;
import io.runledger.schemas.log.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** A read, and the positions that it still waits for; the first is the one that it is queued for. */
final class Waiter {
    final boolean leavesWithViews;
    final long since = System.nanoTime();
    final long deadline;
    final CompletableFuture<Waiting.End> end = new CompletableFuture<>();

    private final BooleanSupplier gone;
    private final boolean any;
    private final List<Position> left;

    /** Whether the broker was asked for the log's end on its behalf. */
    private volatile boolean asked;

    /**
     * @param gone whether the client left
     * @param deadline by {@link System#nanoTime}
     */
    Waiter(BooleanSupplier gone, boolean any, boolean leavesWithViews, Positions positions, long deadline) {
        this.gone = gone;
        this.any = any;
        this.leavesWithViews = leavesWithViews;
        this.left = new ArrayList<>();
        positions.offsets().forEach((partition, offset) -> left.add(new Position(partition, offset)));
        this.deadline = deadline;
    }

    boolean isGone() {
        return gone.getAsBoolean();
    }

    boolean isAsked() {
        return asked;
    }

    void asked(boolean value) {
        asked = value;
    }

    Position next() {
        return left.get(0);
    }

    List<Position> left() {
        return List.copyOf(left);
    }

    Copy copy() {
        return new Copy(next().partition(), any);
    }

    /** Leaves out what is reached; whether nothing is left. Only while it is in no queue. */
    boolean isReached(ToLongFunction<Copy> reached) {
        while (!left.isEmpty() && reached.applyAsLong(copy()) >= next().offset()) {
            left.remove(0);
        }
        return left.isEmpty();
    }
}
