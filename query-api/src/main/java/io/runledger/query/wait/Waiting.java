package io.runledger.query.wait;

import io.runledger.http.Caller;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.serve.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All reads that wait for the views, each for positions of some partitions. They have no threads: one look when the views
 * have moved serves all, and goes through those only that it lets go. Thread-safe.
 */
public final class Waiting {
    private static final Duration GAP = Duration.ofMillis(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** After this time a receipt that somebody has is on the log: the broker says where it ends, and that is the end. */
    private static final long MOMENT = Duration.ofSeconds(1).toNanos();

    /** More than a log grows by in that time. */
    private static final long FAR = 1_000_000;

    private static final int MOST = 10_000;

    private final Views views;
    private final Map<Copy, Queue<Waiter>> queues = new HashMap<>();
    private final Set<Waiter> all = ConcurrentHashMap.newKeySet();
    private final Map<CompletableFuture<?>, Caller> pending = new ConcurrentHashMap<>();
    private final Lookout lookout;

    /** Whether some have ended that may stand in a queue still. */
    private volatile boolean endedInQueue;

    public Waiting(Views views) {
        this.views = views;
        lookout = new Lookout("reads-waiting", views, GAP, this::look);
    }

    /** A partition's views: those that are applied here, or any that are. */
    private record Copy(int partition, boolean any) {
        long reached(Views views) {
            return AppliedOffsets.applied(
                    () -> any ? views.local().applied(partition) : views.local().appliedByOwner(partition));
        }
    }

    /** How waiting ended. */
    public enum End {
        /** The views have all positions. */
        REACHED,
        /** They moved to another node, which has to be asked. */
        AWAY,
        /** The client left. */
        GONE
    }

    /** A read, and the positions that it still waits for; the first is the one that it is queued for. */
    private final class Waiter {
        final Caller caller;
        final boolean any;
        final boolean leavesWithViews;
        final List<Position> left;
        final long since = System.nanoTime();
        final long deadline;
        final CompletableFuture<End> end = new CompletableFuture<>();
        volatile boolean asked;

        Waiter(Caller caller, boolean any, boolean leavesWithViews, List<Position> left, long deadline) {
            this.caller = caller;
            this.any = any;
            this.leavesWithViews = leavesWithViews;
            this.left = new ArrayList<>(left);
            this.deadline = deadline;
        }

        Position next() {
            return left.get(0);
        }

        Copy copy() {
            return new Copy(next().partition(), any);
        }

        /** Leaves out what is reached; whether nothing is left. */
        boolean isReached() {
            while (!left.isEmpty() && copy().reached(views) >= next().offset()) {
                left.remove(0);
            }
            return left.isEmpty();
        }
    }

    /**
     * Waits until the views have the positions. Fails with a {@link ProblemException}: 400 if one is beyond the end of the
     * log, 503 if the time is over.
     *
     * @param any whether views that only stand by will do
     * @param leavesWithViews whether it ends when a partition is not here, for another node may be asked then
     * @param deadline by {@link System#nanoTime}
     */
    public CompletableFuture<End> until(
            Positions positions, boolean any, boolean leavesWithViews, Caller caller, long deadline) {
        List<Position> left = new ArrayList<>();
        positions.offsets().forEach((partition, offset) -> left.add(new Position(partition, offset)));
        Waiter waiter = new Waiter(caller, any, leavesWithViews, left, deadline);
        if (waiter.isReached()) {
            return CompletableFuture.completedFuture(End.REACHED);
        }
        views.recentEnds().ifPresent(ends -> requireNear(waiter.left, ends));
        if (all.size() >= MOST) {
            throw ProblemException.unavailable(MOST + " reads wait for the views already; ask again", RETRY_AFTER);
        }
        all.add(waiter);
        queue(waiter);
        lookout.begin();
        return waiter.end;
    }

    /** Cancels what is waited for elsewhere if the client leaves. */
    public void whileThere(Caller caller, CompletableFuture<?> elsewhere) {
        pending.put(elsewhere, caller);
        lookout.begin();
    }

    private synchronized void queue(Waiter waiter) {
        queues.computeIfAbsent(
                        waiter.copy(),
                        copy -> new PriorityQueue<>(
                                Comparator.comparingLong((Waiter w) -> w.next().offset())))
                .add(waiter);
    }

    private boolean look() {
        List<Waiter> woken = new ArrayList<>();
        synchronized (this) {
            queues.forEach((copy, queue) -> {
                long reached = copy.reached(views);
                if (reached == AppliedOffsets.AWAY) {
                    queue.stream().filter(waiter -> waiter.leavesWithViews).forEach(waiter -> end(waiter, End.AWAY));
                }
                for (Waiter first = queue.peek(); first != null; first = queue.peek()) {
                    if (!first.end.isDone() && first.next().offset() > reached) {
                        break;
                    }
                    woken.add(queue.remove());
                }
            });
            queues.values().removeIf(Queue::isEmpty);
        }
        woken.stream().filter(waiter -> !waiter.end.isDone()).forEach(waiter -> {
            if (waiter.isReached()) {
                end(waiter, End.REACHED);
            } else {
                queue(waiter);
            }
        });
        endOverdue();
        pending.forEach((future, caller) -> {
            if (!future.isDone() && caller.isGone()) {
                future.cancel(true);
            }
        });
        pending.keySet().removeIf(CompletableFuture::isDone);
        return !all.isEmpty() || !pending.isEmpty() || endedInQueue;
    }

    private void endOverdue() {
        long now = System.nanoTime();
        for (Waiter waiter : all) {
            if (waiter.caller.isGone()) {
                end(waiter, End.GONE);
            } else if (now - waiter.deadline >= 0) {
                fail(waiter, late(waiter));
            } else if (!waiter.asked && now - waiter.since >= MOMENT) {
                waiter.asked = true;
                askForEnd(waiter);
            }
        }
        if (endedInQueue) {
            endedInQueue = false;
            forgetEnded();
        }
    }

    /** They must not stay until the views come to what they waited for, which may be never. */
    private synchronized void forgetEnded() {
        queues.values().forEach(queue -> queue.removeIf(waiter -> waiter.end.isDone()));
        queues.values().removeIf(Queue::isEmpty);
    }

    private void end(Waiter waiter, End how) {
        all.remove(waiter);
        waiter.end.complete(how);
        if (how != End.REACHED) {
            endedInQueue = true;
        }
    }

    private void fail(Waiter waiter, ProblemException problem) {
        all.remove(waiter);
        waiter.end.completeExceptionally(problem);
        endedInQueue = true;
    }

    private ProblemException late(Waiter waiter) {
        Position next = waiter.next();
        long reached = waiter.copy().reached(views);
        String where = reached == AppliedOffsets.AWAY
                ? "which are not ready: they are being made from the log, or move"
                : "they are at offset " + reached;
        return ProblemException.unavailable(
                "the views have not reached " + next + " in the time given, " + where + "; ask again", RETRY_AFTER);
    }

    /** One answer of the broker serves all who ask at about the same time. */
    private void askForEnd(Waiter waiter) {
        List<Position> left = List.copyOf(waiter.left);
        var unused = views.endsFromNow().whenComplete((ends, failure) -> {
            if (failure != null) {
                waiter.asked = false; // the broker does not say; again with the next look
                return;
            }
            beyond(left, ends, 0).ifPresent(problem -> fail(waiter, problem));
        });
    }

    private static void requireNear(List<Position> left, Map<Integer, Long> ends) {
        beyond(left, ends, FAR).ifPresent(problem -> {
            throw problem;
        });
    }

    private static Optional<ProblemException> beyond(List<Position> left, Map<Integer, Long> ends, long by) {
        return left.stream()
                .filter(position ->
                        position.offset() >= ends.getOrDefault(position.partition(), Long.MAX_VALUE - by) + by)
                .findFirst()
                .map(position -> LogEnd.before(position, ends.getOrDefault(position.partition(), 0L)));
    }
}
