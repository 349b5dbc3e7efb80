package io.runledger.gateway;

import io.runledger.schemas.log.RecordKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes writing idempotent: a record that is under way or among those last accepted is not appended again. Who sends it
 * again gets the first receipt; who sends another content under its id gets a conflict that names the fields.
 *
 * <p>It remembers, of the last {@code window} ids that were accepted or asked for, a receipt and 8 bytes for each field;
 * in all some 500 bytes for each. Beyond the window, after a restart, and through another gateway a record may be appended
 * twice, and the views count it once. An append that failed is forgotten, also when its outcome is unknown. Thread-safe.
 */
final class RecentAppends {
    private final LogWriter log;
    private final Map<RecordKey, Attempt> underWay = new HashMap<>();
    private final Map<RecordKey, Accepted> accepted;

    RecentAppends(LogWriter log, int window) {
        this.log = log;
        this.accepted = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<RecordKey, Accepted> eldest) {
                return size() > window;
            }
        };
    }

    private record Accepted(long[] print, Receipt receipt) {}

    /**
     * Appends a record whose id its producer chose, unless it has been.
     *
     * @return false if the log cannot be written now, see {@link LogWriter#append}
     */
    boolean append(SpecificRecord record, RecordKey key, Outcome outcome) {
        long[] print = ContentPrint.of(record);
        Attempt mine = new Attempt(this, key, record.getSchema(), print, outcome);
        Attempt other = null;
        Accepted known;
        synchronized (this) {
            known = accepted.get(key);
            if (known == null) {
                other = underWay.putIfAbsent(key, mine);
            }
        }
        if (known != null) {
            Attempt.answer(key, record.getSchema(), known.print, known.receipt, print, outcome);
        } else if (other != null) {
            other.join(print, outcome);
        } else {
            return log.append(record, key, mine);
        }
        return true;
    }

    /** Appends a record whose id was made here: nobody can have sent it before, and it takes no room in the window. */
    boolean appendNew(SpecificRecord record, RecordKey key, Outcome outcome) {
        return log.append(record, key, outcome);
    }

    synchronized void accepted(RecordKey key, Attempt attempt, Receipt receipt) {
        if (underWay.remove(key, attempt)) {
            accepted.put(key, new Accepted(attempt.print(), receipt));
        }
    }

    synchronized void dropped(RecordKey key, Attempt attempt) {
        underWay.remove(key, attempt);
    }
}
