package io.runledger.streams.views.log;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where the log ended a moment ago. However many ask, the broker is asked at most twice a second, and nobody waits long
 * for it. Thread-safe.
 */
public final class RecentEnds {
    private static final long FRESH = Duration.ofMillis(500).toNanos();
    private static final long USABLE = Duration.ofSeconds(2).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final LogEnds ends;
    private @Nullable Known known;
    private @Nullable CompletableFuture<Known> asking;
    private long askedAt;

    public RecentEnds(LogEnds ends) {
        this.ends = ends;
    }

    /**
     * What the broker said.
     *
     * @param asked when it was asked, by {@link System#nanoTime}
     * @param at when it answered
     */
    private record Known(Map<Integer, Long> ends, long asked, long at) {
        boolean isYoungerThan(long nanos) {
            return System.nanoTime() - at < nanos;
        }
    }

    /** The offset that the next record of each partition gets; empty if the broker does not say. */
    public Optional<Map<Integer, Long>> get() {
        return get(PATIENCE);
    }

    /** The same for callers that can wait longer. */
    public Optional<Map<Integer, Long>> get(Duration patience) {
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

    /** Where the log ends, by an answer to a question asked at that time or later. Fails if the broker does not say. */
    public synchronized CompletableFuture<Map<Integer, Long>> askedSince(long time) {
        if (known != null && known.asked - time >= 0) {
            return CompletableFuture.completedFuture(known.ends);
        }
        if (asking != null && !asking.isDone() && askedAt - time < 0) {
            return asking.handle((answer, failure) -> failure == null).thenCompose(answered -> askedSince(time));
        }
        boolean hasJustFailed = asking != null && asking.isCompletedExceptionally() && !isLongAgo();
        boolean isEnough = asking != null && (!asking.isDone() || hasJustFailed);
        CompletableFuture<Known> answer = asking != null && isEnough ? asking : begin();
        return answer.thenApply(Known::ends);
    }

    /** One question at a time, and none right after one that failed. */
    private synchronized CompletableFuture<Known> ask() {
        return asking != null && (!asking.isDone() || !isLongAgo()) ? asking : begin();
    }

    private boolean isLongAgo() {
        return System.nanoTime() - askedAt >= FRESH;
    }

    private CompletableFuture<Known> begin() {
        long now = System.nanoTime();
        askedAt = now;
        CompletableFuture<Known> question = ends.ask().thenApply(answer -> new Known(answer, now, System.nanoTime()));
        asking = question.whenComplete((answer, failure) -> keep(answer));
        return asking;
    }

    private synchronized void keep(@Nullable Known answer) {
        if (answer != null) {
            known = answer;
        }
    }
}
