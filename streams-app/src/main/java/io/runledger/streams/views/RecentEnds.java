package io.runledger.streams.views;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where the log ended a moment ago. Many may ask; the broker is asked at most twice a second, and nobody waits long for it.
 * Thread-safe.
 */
final class RecentEnds {
    private static final long FRESH = Duration.ofMillis(500).toNanos();
    private static final long USABLE = Duration.ofSeconds(2).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final LogEnds ends;
    private @Nullable Known known;
    private @Nullable CompletableFuture<Known> asking;
    private long askedAt;

    RecentEnds(LogEnds ends) {
        this.ends = ends;
    }

    private record Known(Map<Integer, Long> ends, long at) {
        boolean isYoungerThan(long nanos) {
            return System.nanoTime() - at < nanos;
        }
    }

    /** The offset that the next record of each partition gets; empty if the broker does not say. */
    Optional<Map<Integer, Long>> get() {
        return get(PATIENCE);
    }

    /** The same for who can wait longer. */
    Optional<Map<Integer, Long>> get(Duration patience) {
        CompletableFuture<Known> answer;
        synchronized (this) {
            if (known != null && known.isYoungerThan(FRESH)) {
                return Optional.of(known.ends);
            }
            answer = ask();
        }
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).ends);
        } catch (ExecutionException | TimeoutException e) {
            synchronized (this) {
                return Optional.ofNullable(known)
                        .filter(last -> last.isYoungerThan(USABLE))
                        .map(Known::ends);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** One question at a time, and none soon after one that failed. */
    private synchronized CompletableFuture<Known> ask() {
        if (asking != null && (!asking.isDone() || System.nanoTime() - askedAt < FRESH)) {
            return asking;
        }
        askedAt = System.nanoTime();
        CompletableFuture<Known> question = ends.ask().thenApply(answer -> new Known(answer, System.nanoTime()));
        asking = question.whenComplete((answer, failure) -> keep(answer));
        return asking;
    }

    private synchronized void keep(@Nullable Known answer) {
        if (answer != null) {
            known = answer;
        }
    }
}
