package io.runledger.query.wait;

import io.runledger.http.Caller;
import io.runledger.http.ProblemException;
import io.runledger.query.wait.Progress.Copy;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.serve.Views;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * All reads that wait for the views, each for positions of some partitions. They have no threads, and none of them looks:
 * the views tell when they have moved, and then one look serves all. A thousand that wait cost as many reads of the views'
 * progress as one does, which is none while nothing moves.
 *
 * <p>A waiter is <em>queued</em> for its first position that is not reached, again for the next one when it is, and
 * <em>ends</em> once: REACHED when none is left; AWAY when its views move to another node; GONE when its client left; with a
 * problem when its time is over, or its position is beyond the log's end. It is queued before the look that might let it go,
 * and the views tell after they have moved, so no move is missed.
 *
 * <p>{@link #until} is called by any thread and returns at once. Ends are completed by the lookout's one thread, or by the one
 * that the broker's answer comes to; what depends on them must continue elsewhere. Views that come or go do not tell so: whether
 * they are here is asked with each round, which is ten times a second while somebody waits, of what is in memory. In the same
 * rounds times run out and clients are found to have left. A look that fails is logged, and the next one is made all the
 * same. When the server stops nothing remains but the waiters' requests, which the server ends.
 */
public final class Waiting {
    private static final Duration GAP = Duration.ofMillis(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final long ROUND = Duration.ofMillis(100).toNanos();

    /** After this time a receipt that somebody has is on the log: the broker says where it ends, and that is the end. */
    private static final long MOMENT = Duration.ofSeconds(1).toNanos();

    /** More than a log grows by in that time. */
    private static final long FAR = 1_000_000;

    private static final int MOST = 10_000;

    private final Progress progress;
    private final WaitingQueues queues = new WaitingQueues();
    private final Set<Waiter> all = ConcurrentHashMap.newKeySet();
    private final Map<CompletableFuture<?>, Caller> pending = new ConcurrentHashMap<>();
    private final AtomicLong firstDeadline = new AtomicLong(Long.MAX_VALUE);
    private final Lookout lookout;
    private long lastRound = System.nanoTime();

    /** Whether some have ended that may be in a queue still. */
    private volatile boolean endedInQueue;

    public Waiting(Views views) {
        this(new ViewsProgress(views), views::onMove);
    }

    /** @param onMove has somebody told whenever views have moved */
    Waiting(Progress progress, Consumer<Runnable> onMove) {
        this.progress = progress;
        lookout = new Lookout("reads-waiting", onMove, GAP, this::look);
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

    /**
     * Waits until the views have the positions. Fails with a {@link ProblemException}: 400 if one is beyond the end of the
     * log, 503 if the time is over.
     *
     * @param any whether the views of a standby will do
     * @param leavesWithViews whether it ends when a partition is not here, for another node may be asked then
     * @param gone whether the client left
     * @param deadline by {@link System#nanoTime}
     */
    public CompletableFuture<End> until(
            Positions positions, boolean any, boolean leavesWithViews, BooleanSupplier gone, long deadline) {
        Waiter waiter = new Waiter(gone, any, leavesWithViews, positions, deadline);
        if (waiter.isReached(progress::reached)) {
            return CompletableFuture.completedFuture(End.REACHED);
        }
        progress.recentEnds().ifPresent(ends -> requireNear(waiter.left(), ends));
        if (all.size() >= MOST) {
            throw ProblemException.unavailable(MOST + " reads wait for the views already; ask again", RETRY_AFTER);
        }
        all.add(waiter);
        firstDeadline.accumulateAndGet(deadline, Waiting::earlier);
        queues.add(waiter);
        lookout.begin();
        return waiter.end;
    }

    /** Cancels what is waited for elsewhere if the client leaves. */
    public void whileThere(Caller caller, CompletableFuture<?> elsewhere) {
        pending.put(elsewhere, caller);
        lookout.begin();
    }

    private boolean look(boolean moved) {
        if (moved || queues.haveComeOrGone(progress)) {
            serve();
        }
        long now = System.nanoTime();
        long first = firstDeadline.get();
        if (now - lastRound >= ROUND || (first != Long.MAX_VALUE && now - first >= 0)) {
            lastRound = now;
            makeRound();
        }
        if (endedInQueue) {
            endedInQueue = false;
            queues.forgetEnded();
        }
        return !all.isEmpty() || !pending.isEmpty() || endedInQueue;
    }

    /** Lets go whom the views let go, with one read of each partition that somebody waits for. */
    private void serve() {
        Map<Copy, Long> read = new HashMap<>();
        ToLongFunction<Copy> reached = copy -> read.computeIfAbsent(copy, progress::reached);
        for (Waiter waiter : queues.takeReached(reached, leaves -> end(leaves, End.AWAY))) {
            if (waiter.end.isDone()) {
                continue;
            }
            if (waiter.isReached(reached)) {
                end(waiter, End.REACHED);
            } else {
                queues.add(waiter);
            }
        }
    }

    private void makeRound() {
        long now = System.nanoTime();
        firstDeadline.set(Long.MAX_VALUE);
        for (Waiter waiter : all) {
            if (waiter.isGone()) {
                end(waiter, End.GONE);
            } else if (now - waiter.deadline >= 0) {
                fail(waiter, late(waiter));
            } else {
                firstDeadline.accumulateAndGet(waiter.deadline, Waiting::earlier);
                if (!waiter.isAsked() && now - waiter.since >= MOMENT) {
                    waiter.asked(true);
                    askForEnd(waiter);
                }
            }
        }
        pending.forEach((future, caller) -> {
            if (!future.isDone() && caller.isGone()) {
                future.cancel(true);
            }
        });
        pending.keySet().removeIf(CompletableFuture::isDone);
    }

    /** Of two times by {@link System#nanoTime}, of which the largest number is none. */
    private static long earlier(long one, long other) {
        if (one == Long.MAX_VALUE || other == Long.MAX_VALUE) {
            return one == Long.MAX_VALUE ? other : one;
        }
        return one - other <= 0 ? one : other;
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
        long reached = progress.reached(waiter.copy());
        String where = reached == AppliedOffsets.AWAY
                ? "which are not ready: they are being rebuilt from the log, or move"
                : "they are at offset " + reached;
        return ProblemException.unavailable(
                "the views have not reached " + next + " in the time given, " + where + "; ask again", RETRY_AFTER);
    }

    /** One answer of the broker serves all who ask at about the same time. */
    private void askForEnd(Waiter waiter) {
        List<Position> left = waiter.left();
        var unused = progress.endsFromNow().whenComplete((ends, failure) -> {
            if (failure != null) {
                waiter.asked(false); // the broker does not say; again with the next look
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
