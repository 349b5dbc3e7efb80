package io.runledger.gateway.append;

import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes writing idempotent: a record that is under way or among those last accepted is not appended again. Who sends it
 * again gets the first receipt; whoever sends different content under its id gets a conflict that names the fields.
 *
 * <p>It remembers, of the last {@code window} ids that were accepted or asked for, a receipt, 8 bytes for each field and
 * the values that the door may have filled in; in all some 600 bytes for each. Beyond the window, after a restart, and through another gateway a record may be appended
 * twice, and the views count it once. An append that failed is forgotten, also when its outcome is unknown. Of records that
 * were erased the last {@code window} are known, too: one that is sent again is refused. Thread-safe.
 */
public final class RecentAppends {
    private final LogWriter log;
    private final IngestMetrics metrics;
    private final Map<RecordKey, AppendAttempt> underWay = new HashMap<>();
    private final Map<RecordKey, Accepted> accepted;
    private final Map<RecordKey, Boolean> erased;

    public RecentAppends(LogWriter log, int window) {
        this.log = log;
        this.metrics = log.metrics();
        this.accepted = lastUsed(window);
        this.erased = lastUsed(window);
    }

    public IngestMetrics metrics() {
        return metrics;
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

    private record Accepted(ContentPrint print, Receipt receipt) {}

    /**
     * Appends a record whose id its producer chose, unless it has been.
     *
     * @return false if the log cannot be written now, see {@link LogWriter#append}
     */
    public boolean append(SpecificRecord record, RecordKey key, AppendCallback outcome) {
        return append(record, key, ContentPrint.of(record), metrics.counted(key.kind(), outcome));
    }

    private boolean append(SpecificRecord record, RecordKey key, ContentPrint print, AppendCallback outcome) {
        AppendAttempt mine = new AppendAttempt(this, key, record.getSchema(), print, outcome);
        AppendAttempt other = null;
        Accepted known;
        synchronized (this) {
            if (erased.containsKey(key)) {
                outcome.failed(ProblemException.gone(key.kind().word() + " " + key.id() + " of run " + key.runId()
                        + " was erased for good; send what is new under another id"));
                return true;
            }
            known = accepted.get(key);
            if (known == null) {
                other = underWay.putIfAbsent(key, mine);
            }
        }
        if (known != null) {
            AppendAttempt.answer(key, record.getSchema(), known.print, known.receipt, print, outcome);
        } else if (other != null) {
            other.join(print, outcome);
        } else {
            return log.append(record, key, mine);
        }
        return true;
    }

    /** Appends a record whose id was made here: nobody can have sent it before, and it takes no room in the window. */
    public boolean appendNew(SpecificRecord record, RecordKey key, AppendCallback outcome) {
        return log.append(record, key, metrics.counted(key.kind(), outcome));
    }

    /**
     * Appends the event that erases a record and, after it, the record's tombstone. Erasing twice is one erasure, whoever
     * asks and for what reason.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // outcomes do not throw, and the tombstone's future always completes
    public void erase(Event erasure, RecordKey target, AppendCallback outcome) {
        synchronized (this) {
            erased.put(target, true);
            accepted.remove(target);
        }
        CompletableFuture<Void> tombstone = new CompletableFuture<>();
        append(erasure, RecordKey.of(erasure), ContentPrint.ANY, new AppendCallback() {
            @Override
            public void accepted(Receipt receipt) {
                tombstone.thenRun(() -> outcome.accepted(receipt));
            }

            @Override
            public void again(Receipt receipt, ContentPrint first) {
                tombstone.thenRun(() -> outcome.again(receipt, first));
            }

            @Override
            public void failed(RuntimeException failure) {
                forgetErasure(target);
                outcome.failed(failure);
            }
        });
        // Sent right after the event, without waiting for it: the log's own thread must never wait for room to send.
        // Should only
        // one of
        // the two arrive, the views append the other, or what a tombstone without an erasure would take away.
        log.appendTombstone(target, () -> tombstone.complete(null));
    }

    private synchronized void forgetErasure(RecordKey target) {
        erased.remove(target);
    }

    synchronized void accepted(RecordKey key, AppendAttempt attempt, Receipt receipt) {
        if (underWay.remove(key, attempt) && !erased.containsKey(key)) {
            accepted.put(key, new Accepted(attempt.print(), receipt));
        }
    }

    synchronized void dropped(RecordKey key, AppendAttempt attempt) {
        underWay.remove(key, attempt);
    }
}
