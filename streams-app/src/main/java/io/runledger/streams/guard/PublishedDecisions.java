package io.runledger.streams.guard;

import io.runledger.schemas.log.RecordKey;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * The decisions that the log has after the request that is being read: none of them is appended again. Those that were
 * there when a guard began are kept in its table, for they may be all that were ever made; of those that it appended
 * itself some are in memory until it reads them, which is soon.
 *
 * <p>A row says which guard wrote it, and only that guard relies on it: a table may be newer than a log that was restored
 * from a backup, and a request whose decision is not on the log must be answered.
 */
final class PublishedDecisions {
    private static final int MOST_UNDERWAY = 10_000;

    private final GuardTable table;
    private final String guard = Uuid.randomUuid().toString();
    private final Set<RecordKey> underway = new LinkedHashSet<>();

    PublishedDecisions(GuardTable table) {
        this.table = table;
    }

    /** The log has a decision at this offset, or an erasure of one. Called in the order of the log. */
    void found(RecordKey decision, long offset) {
        table.put(GuardKeys.published(decision), GuardKeys.key(guard, GuardKeys.number(offset)));
    }

    void appended(RecordKey decision) {
        underway.add(decision);
        if (underway.size() > MOST_UNDERWAY) {
            Iterator<RecordKey> eldest = underway.iterator();
            eldest.next();
            eldest.remove(); // a retry that comes before it is read gets it once more
        }
    }

    /** A valid decision was read in its turn. */
    void read(RecordKey decision) {
        underway.remove(decision);
    }

    /**
     * Whether a decision follows on the log. One that is under way does, for it would have been read before a record that
     * came after it.
     *
     * @param request the offset of the record that asks for it, which may be a retry that came after an earlier copy
     */
    boolean isAfter(RecordKey decision, long request) {
        if (underway.contains(decision)) {
            return true;
        }
        byte[] row = table.get(GuardKeys.published(decision));
        if (row == null) {
            return false;
        }
        List<String> parts = GuardKeys.parts(row);
        return parts.get(0).equals(guard) && parts.get(1).compareTo(GuardKeys.number(request)) > 0;
    }
}
