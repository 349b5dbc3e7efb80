package io.runledger.streams.views.replay;

import io.runledger.streams.views.model.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures how fast views are rebuilt. For one thread. */
final class ReplayMeter {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Instant startedAt;
    private final long began = System.nanoTime();
    private final Map<Integer, Tally> tallies = new TreeMap<>();
    private Map<Integer, Long> ends = Map.of();

    ReplayMeter(Instant startedAt) {
        this.startedAt = startedAt;
    }

    void ends(Map<Integer, Long> now) {
        ends = Map.copyOf(now);
    }

    void at(int partition, Tally tally) {
        tallies.put(partition, tally);
    }

    private long left() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - 1 - offset(end.getKey())))
                .sum();
    }

    private long offset(int partition) {
        return tallies.getOrDefault(partition, Tally.NONE).offset();
    }

    ReplayProgress progress(ReplayProgress.State state, Optional<String> failure) {
        long nanos = Math.max(1, System.nanoTime() - began);
        long offsets = 0;
        long records = 0;
        Map<Integer, Long> sequences = new TreeMap<>();
        for (Map.Entry<Integer, Tally> each : tallies.entrySet()) {
            Tally tally = each.getValue();
            offsets += tally.offset() + 1;
            records += tally.offset() + 1 - tally.compacted();
            if (tally.offset() >= 0) {
                sequences.put(each.getKey(), tally.offset());
            }
        }
        long left = state == ReplayProgress.State.DONE ? 0 : left();
        return new ReplayProgress(
                state,
                startedAt,
                Duration.ofNanos(nanos),
                records,
                left,
                (long) (records * (double) SECOND / nanos),
                offsets == 0 || state != ReplayProgress.State.RUNNING
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos((long) (left * ((double) nanos / offsets)))),
                sequences,
                failure);
    }
}
