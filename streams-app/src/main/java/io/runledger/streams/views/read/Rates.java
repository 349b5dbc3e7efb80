package io.runledger.streams.views.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.KeyReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many events a partition took in over some time. Up to {@link #COUNTED} are counted one by one; more are estimated
 * by the offsets between the first and the last, which counts everything that was appended in between. Usable as long
 * as its reader is open.
 */
public final class Rates {
    private static final int COUNTED = 200;

    /** Of those that a limited reader sees, which are counted one by one. */
    private static final int MOST_COUNTED = 100_000;

    private final PartitionReader reader;
    private final Visible visible;

    Rates(PartitionReader reader, Visible visible) {
        this.reader = reader;
        this.visible = visible;
    }

    /** How many came in each of {@code times} consecutive intervals of a length. */
    public List<Long> events(Instant from, Duration each, int times) {
        if (!visible.isEverything()) {
            return visibleEvents(from, each, times);
        }
        return IntStream.range(0, times)
                .mapToObj(i -> events(from.plus(each.multipliedBy(i)), each))
                .toList();
    }

    /** Offsets would count what is hidden. */
    private List<Long> visibleEvents(Instant from, Duration each, int times) {
        long[] counts = new long[times];
        try (VisibleRows rows = reader.search().rows(between(from, each.multipliedBy(times)))) {
            for (int counted = 0; counted < MOST_COUNTED && rows.next(); counted++) {
                long into = rows.row().place().createdAt() - from.toEpochMilli();
                counts[(int) (into / each.toMillis())]++;
            }
        }
        return Arrays.stream(counts).boxed().toList();
    }

    private static RecordQuery between(Instant from, Duration during) {
        return RecordQuery.all(RecordKey.Kind.EVENT).between(Optional.of(from), Optional.of(from.plus(during)));
    }

    private long events(Instant from, Duration during) {
        RecordQuery query = between(from, during);
        long count = 0;
        long first = 0;
        try (PostingsJoin walk = reader.walk(ScanPlan.of(query))) {
            while (count < COUNTED && walk.next()) {
                first = count == 0 ? sequence(walk) : first;
                count++;
            }
        }
        return count < COUNTED ? count : Math.max(count, last(query) - first + 1);
    }

    private long last(RecordQuery query) {
        try (PostingsJoin walk = reader.walk(ScanPlan.of(query.descending(true)))) {
            return walk.next() ? sequence(walk) : 0;
        }
    }

    private static long sequence(PostingsJoin walk) {
        byte[] key = walk.key();
        return KeyReader.number(key, key.length - 8);
    }
}
