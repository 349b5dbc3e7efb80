package io.runledger.gateway.requests;

import io.runledger.core.review.Decision;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Brings decisions and those who wait for them together, whichever comes first. Both are bounded: of decisions the last ones
 * are kept, and too many who wait are refused. Thread-safe.
 */
public final class RecentDecisions {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int mostWaiting;
    private final int mostKept;
    private final long mostWeight;
    private final Map<RecordKey, Decided> kept = new LinkedHashMap<>();
    private final Map<RecordKey, List<CompletableFuture<Optional<Decided>>>> waiting = new HashMap<>();
    private long weight;
    private int waiters;
    private boolean closed;

    /** @param mostWeight of all that is kept, characters */
    public RecentDecisions(int mostWaiting, int mostKept, long mostWeight) {
        this.mostWaiting = mostWaiting;
        this.mostKept = mostKept;
        this.mostWeight = mostWeight;
    }

    /** As {@link Decisions#await}. */
    @SuppressWarnings("FutureReturnValueIgnored") // leaving cannot fail
    public CompletableFuture<Optional<Decided>> await(RecordKey request) {
        RecordKey key = new RecordKey(RecordKey.Kind.EVENT, request.runId(), Decision.id(request));
        CompletableFuture<Optional<Decided>> future = new CompletableFuture<>();
        synchronized (this) {
            Decided known = kept.get(key);
            if (known != null || closed) {
                return CompletableFuture.completedFuture(Optional.ofNullable(known));
            }
            if (waiters == mostWaiting) {
                throw ProblemException.tooManyRequests(
                        mostWaiting
                                + " requests wait for their decisions, which is as many as may; nothing was written",
                        RETRY_AFTER);
            }
            waiters++;
            waiting.computeIfAbsent(key, k -> new ArrayList<>(1)).add(future);
        }
        future.whenComplete((decided, failure) -> leave(key, future));
        return future;
    }

    private synchronized void leave(RecordKey key, CompletableFuture<Optional<Decided>> future) {
        List<CompletableFuture<Optional<Decided>>> of = waiting.get(key);
        if (of != null && of.removeIf(each -> each == future)) {
            waiters--;
            if (of.isEmpty()) {
                waiting.remove(key);
            }
        }
    }

    /** A decision was read; those of the same request that come later say the same. */
    public void decided(RecordKey key, Decided decided) {
        List<CompletableFuture<Optional<Decided>>> told;
        synchronized (this) {
            if (kept.putIfAbsent(key, decided) == null) {
                weight += decided.weight();
                forget();
            }
            told = List.copyOf(waiting.getOrDefault(key, List.of()));
        }
        told.forEach(future -> future.complete(Optional.of(decided)));
    }

    private void forget() {
        Iterator<Decided> eldest = kept.values().iterator();
        while (kept.size() > mostKept || (weight > mostWeight && kept.size() > 1)) {
            weight -= eldest.next().weight();
            eldest.remove();
        }
    }

    public synchronized int waiters() {
        return waiters;
    }

    /** Nobody waits any more. */
    public void close() {
        List<CompletableFuture<Optional<Decided>>> told = new ArrayList<>();
        synchronized (this) {
            closed = true;
            waiting.values().forEach(told::addAll);
        }
        told.forEach(future -> future.complete(Optional.empty()));
    }
}
