package io.runledger.query.wait;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.http.ProblemException;
import io.runledger.query.wait.Progress.Copy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = SECONDS)
final class WaitingTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final Moving views = new Moving();
    private final Waiting waiting = new Waiting(views, views.listeners::add);

    @Test
    void aThousandReadNothingWhileNothingMovesAndAllGoOnWhenItDoes() throws Exception {
        List<CompletableFuture<Waiting.End>> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(until(i % 2, 50, LONG));
        }
        int settled = settledReads();

        LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
        assertThat(views.reads).hasValue(settled);
        assertThat(all).noneMatch(CompletableFuture::isDone);

        long moved = System.nanoTime();
        views.move(0, 50);
        views.move(1, 51);
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, SECONDS);

        Duration took = Duration.ofNanos(System.nanoTime() - moved);
        assertThat(all).allMatch(end -> end.join() == Waiting.End.REACHED);
        assertThat(views.reads.get() - settled).as("reads for two moves").isLessThanOrEqualTo(8);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    /** It is queued before the look that lets it go, so a move at the same moment is not missed. */
    @Test
    void missesNoMove() throws Exception {
        CompletableFuture<Waiting.End> later = until(0, 900_000, LONG);
        settledReads();
        for (int offset = 0; offset < 2000; offset++) {
            int next = offset;
            CompletableFuture<Void> move = CompletableFuture.runAsync(() -> views.move(0, next));
            CompletableFuture<Waiting.End> end = until(0, next, LONG);

            assertThat(end.get(10, SECONDS)).isEqualTo(Waiting.End.REACHED);
            move.join();
        }
        assertThat(later).isNotDone();
    }

    /** The move comes after the waiter has looked and before it is queued, where another one waits for the same views. */
    @Test
    void missesNoMoveWhileItIsBeingQueued() throws Exception {
        CompletableFuture<Waiting.End> later = until(0, 900_000, LONG);
        settledReads();
        views.beforeQueued = () -> views.offsets.put(0, 50L); // and its bell was rung before anybody waited for it

        CompletableFuture<Waiting.End> end = until(0, 50, LONG);

        assertThat(end.get(10, SECONDS)).isEqualTo(Waiting.End.REACHED);
        assertThat(later).isNotDone();
    }

    @Test
    void endsWhenItsTimeIsOver() {
        CompletableFuture<Waiting.End> end = until(0, 50, Duration.ofMillis(300));

        long began = System.nanoTime();
        assertThatThrownBy(() -> end.get(10, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(503));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
        int settled = settledReads();
        views.move(0, 1);
        assertThat(views.reads).as("nobody waits").hasValue(settled);
    }

    @Test
    void goesOnFromOnePositionToTheNext() throws Exception {
        CompletableFuture<Waiting.End> end = waiting.until(
                new Positions(new TreeMap<>(Map.of(0, 7L, 1, 3L))), false, false, () -> false, deadline(LONG));

        views.move(0, 7);
        settledReads();
        assertThat(end).isNotDone();
        views.move(1, 3);

        assertThat(end.get(10, SECONDS)).isEqualTo(Waiting.End.REACHED);
    }

    /** Views that go elsewhere do not move here. */
    @Test
    void leavesWithItsViewsWithoutAMove() throws Exception {
        views.move(0, 1);
        CompletableFuture<Waiting.End> leaving = waiting.until(one(0, 50), false, true, () -> false, deadline(LONG));
        CompletableFuture<Waiting.End> staying = until(0, 50, LONG);
        settledReads();

        views.offsets.remove(0);
        assertThat(leaving.get(10, SECONDS)).isEqualTo(Waiting.End.AWAY);
        assertThat(staying).isNotDone();

        settledReads();
        views.offsets.put(0, 50L); // rebuilt somewhere else, and here again
        assertThat(staying.get(10, SECONDS)).isEqualTo(Waiting.End.REACHED);
    }

    @Test
    void endsForAClientThatLeft() throws Exception {
        CompletableFuture<Waiting.End> end = waiting.until(one(0, 50), false, false, () -> true, deadline(LONG));

        assertThat(end.get(10, SECONDS)).isEqualTo(Waiting.End.GONE);
    }

    /** How often progress was read, when the looks for those who came are over. */
    private int settledReads() {
        int before;
        int reads = views.reads.get();
        do {
            before = reads;
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            reads = views.reads.get();
        } while (reads != before);
        return reads;
    }

    private CompletableFuture<Waiting.End> until(int partition, long offset, Duration wait) {
        return waiting.until(one(partition, offset), false, false, () -> false, deadline(wait));
    }

    private static Positions one(int partition, long offset) {
        return new Positions(new TreeMap<>(Map.of(partition, offset)));
    }

    private static long deadline(Duration wait) {
        return System.nanoTime() + wait.toNanos();
    }

    /** Views of two partitions in memory, which tell when they have moved, and count who reads them. */
    private static final class Moving implements Progress {
        final Map<Integer, Long> offsets = new ConcurrentHashMap<>(Map.of(0, -1L, 1, -1L));
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        final AtomicInteger reads = new AtomicInteger();
        volatile Runnable beforeQueued = () -> {};

        void move(int partition, long offset) {
            offsets.put(partition, offset);
            listeners.forEach(Runnable::run);
        }

        @Override
        public long reached(Copy copy) {
            reads.incrementAndGet();
            return offsets.getOrDefault(copy.partition(), AppliedOffsets.AWAY);
        }

        @Override
        public boolean isHere(Copy copy) {
            return offsets.containsKey(copy.partition());
        }

        @Override
        public Optional<Map<Integer, Long>> recentEnds() {
            beforeQueued.run(); // asked for between the first look and the queue
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Map<Integer, Long>> endsFromNow() {
            return CompletableFuture.completedFuture(Map.of(0, 1_000_000L, 1, 1_000_000L));
        }
    }
}
