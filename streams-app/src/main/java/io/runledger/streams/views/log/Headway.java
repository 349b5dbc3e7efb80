package io.runledger.streams.views.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the views of every partition make progress. A partition that does not move while the log has more records is
 * stuck, however few. Offsets at the log's end may hold no record, because a transaction was closed there or compaction
 * removed the last one; that is looked up once. For one thread.
 */
final class Headway {
    /** A pause of the broker or a moving partition is no trouble yet. */
    static final Duration SOON = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private final Rest rest;
    private final Map<Integer, Seen> seen = new HashMap<>();
    private final Map<Integer, Long> nothingBefore = new HashMap<>();

    private record Seen(long applied, long since) {}

    /** Looks into the log. */
    interface Rest {
        /** Whether a record is at an offset of a partition, or after it and before {@code end}. */
        boolean isAny(int partition, long from, long end);
    }

    /** @param nanos a clock as {@link System#nanoTime} */
    Headway(LongSupplier nanos, Rest rest) {
        this.nanos = nanos;
        this.rest = rest;
    }

    /**
     * Takes a look.
     *
     * @param applied by partition, the last offset that is applied, -1 before the first; less where that is not known
     * @param ends by partition, asked for after that
     * @return which partition is stuck, if one is
     */
    Optional<String> look(Map<Integer, Long> applied, Map<Integer, Long> ends) {
        long now = nanos.getAsLong();
        Optional<String> stuck = Optional.empty();
        for (Map.Entry<Integer, Long> each : applied.entrySet()) {
            int partition = each.getKey();
            long offset = each.getValue();
            long end = ends.getOrDefault(partition, 0L);
            Seen before = seen.get(partition);
            if (before == null || before.applied != offset || offset < -1 || offset >= end - 1) {
                seen.put(partition, new Seen(offset, now));
            } else if (now - before.since >= SOON.toNanos() && isMore(partition, offset + 1, end)) {
                stuck = Optional.of("the views of partition " + partition + " have taken in nothing for "
                        + Duration.ofNanos(now - before.since).toSeconds() + " s, and the log has more after offset "
                        + offset + "; see the log of this process, and start it again if it does not say why");
            }
        }
        return stuck;
    }

    private boolean isMore(int partition, long from, long end) {
        if (nothingBefore.getOrDefault(partition, 0L) >= end) {
            return false;
        }
        boolean more = rest.isAny(partition, from, end);
        if (!more) {
            nothingBefore.put(partition, end);
        }
        return more;
    }
}
