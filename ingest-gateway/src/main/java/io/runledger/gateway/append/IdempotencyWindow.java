package io.runledger.gateway.append;

import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes writing idempotent: a record that is under way or among those last accepted is not appended again. Who sends it
 * again gets the first receipt; whoever sends different content under its id gets a conflict that names the fields.
 *
 * <p>It remembers, of the last {@code window} ids that were accepted or asked for, a receipt, 8 bytes for each field and
 * the values that the door may have filled in; in all some 600 bytes for each. Beyond the window, after a restart, and
 * through another gateway a record may be appended twice, and the views count it once. An append that failed is
 * forgotten, also when its outcome is unknown. Of records that were erased the last {@code window} are known, too: one
 * that is sent again is refused.
 *
 * <p>Futures complete on the producer's own thread, which must not be kept waiting, or on the caller's; exceptionally
 * with a {@link ProblemException}, or with what a fault of ours threw. Thread-safe.
 */
public final class IdempotencyWindow {
    private final LogWriter log;
    private final IngestMetrics metrics;
    private final Map<RecordKey, AppendAttempt> underWay = new HashMap<>();
    private final Map<RecordKey, KnownAppend> accepted;
    private final Map<RecordKey, Boolean> erased;

    public IdempotencyWindow(LogWriter log, int window) {
        this.log = log;
        this.metrics = log.metrics();
        this.accepted = lastUsed(window);
        this.erased = lastUsed(window);
    }

    public IngestMetrics metrics() {
        return metrics;
    }

    /** Whether the log could not be written when it was last tried. */
    public boolean isLogAway() {
        return log.isAway();
    }

    private static <V> Map<RecordKey, V> lastUsed(int window) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<RecordKey, V> eldest) {
                return size() > window;
            }
        };
    }

    /**
     * Appends a record, unless it has been.
     *
     * @param isNew whether its id was made here: nobody can have sent it before, and it takes no room in the window
     */
    public CompletableFuture<Appended> append(SpecificRecord record, RecordKey key, boolean isNew) {
        return metrics.counted(
                key.kind(),
                isNew
                        ? log.append(record, key).thenApply(Appended::now)
                        : appendOnce(record, key, ContentPrint.of(record)));
    }

    private CompletableFuture<Appended> appendOnce(SpecificRecord record, RecordKey key, ContentPrint print) {
        AppendAttempt mine = new AppendAttempt(key, record.getSchema(), print);
        AppendAttempt other = null;
        KnownAppend known;
        synchronized (this) {
            if (erased.containsKey(key)) {
                return CompletableFuture.failedFuture(
                        ProblemException.gone(key.kind().word() + " " + key.id() + " of run " + key.runId()
                                + " was erased for good; send what is new under another id"));
            }
            known = accepted.get(key);
            if (known == null) {
                other = underWay.putIfAbsent(key, mine);
            }
        }
        if (known != null) {
            try {
                return CompletableFuture.completedFuture(known.answer(key, record.getSchema(), print));
            } catch (ProblemException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return other != null
                ? other.join(print)
                : log.append(record, key)
                        .whenComplete((receipt, failure) -> settle(key, mine, receipt, failure))
                        .thenApply(Appended::now);
    }

    /**
     * Appends the event that erases a record and, after it, the record's tombstone. Erasing twice is one erasure,
     * whoever asks and for what reason. The outcome is that of the event.
     */
    public CompletableFuture<Appended> erase(Event erasure, RecordKey target) {
        synchronized (this) {
            erased.put(target, true);
            accepted.remove(target);
        }
        CompletableFuture<Appended> event = appendOnce(erasure, RecordKey.of(erasure), ContentPrint.ANY)
                .whenComplete((appended, failure) -> {
                    if (failure != null) {
                        forgetErasure(target);
                    }
                });
        // Sent right after the event, without waiting for it: the log's own thread must never wait for room to send.
        // Should only one of the two arrive, the views append the other, or what a tombstone without an erasure would
        // take away.
        return event.thenCombine(log.appendTombstone(target), (appended, done) -> appended);
    }

    private synchronized void forgetErasure(RecordKey target) {
        erased.remove(target);
    }

    /** Remembers before anyone is told: who has an answer and sends the record again gets the same. */
    private void settle(RecordKey key, AppendAttempt attempt, @Nullable Receipt receipt, @Nullable Throwable failure) {
        synchronized (this) {
            if (underWay.remove(key, attempt) && receipt != null && !erased.containsKey(key)) {
                accepted.put(key, new KnownAppend(attempt.print(), receipt));
            }
        }
        attempt.settle(receipt, failure);
    }
}
