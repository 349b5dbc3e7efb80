package io.runledger.streams.views.mend;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * Whether the mender makes progress, for each part of its work: what has failed for a while is trouble. Thread-safe.
 */
final class MenderProgress {
    /** A restarting broker or a moving partition is no trouble yet. */
    static final Duration SOON = Duration.ofSeconds(30);

    /** A round may wait for the log in each partition; if it takes longer than this, it hangs. */
    static final Duration ROUND = Duration.ofMinutes(5);

    private final LongSupplier nanos;
    private final Map<String, Failing> failing = new ConcurrentSkipListMap<>();
    private volatile long lastRound;

    private record Failing(long since, String reason) {}

    /** @param nanos a clock as {@link System#nanoTime} */
    MenderProgress(LongSupplier nanos) {
        this.nanos = nanos;
        lastRound = nanos.getAsLong();
    }

    /** A part of the work was done, or there was nothing to do. */
    void went(String part) {
        failing.remove(part);
    }

    /** @return whether it had not failed before */
    boolean failed(String part, String reason) {
        Failing before = failing.get(part);
        failing.put(part, new Failing(before == null ? nanos.getAsLong() : before.since, reason));
        return before == null;
    }

    /** A round over everything has ended. */
    void round() {
        lastRound = nanos.getAsLong();
    }

    /** What has failed for a while, and why; empty if nothing has. */
    Optional<String> trouble() {
        long now = nanos.getAsLong();
        if (now - lastRound > ROUND.toNanos()) {
            return Optional.of("no record was mended for "
                    + Duration.ofNanos(now - lastRound).toMinutes()
                    + " min: the mender hangs; start the process again");
        }
        return failing.entrySet().stream()
                .filter(each -> now - each.getValue().since >= SOON.toNanos())
                .findFirst()
                .map(each -> each.getKey() + " cannot be mended since "
                        + Duration.ofNanos(now - each.getValue().since).toSeconds() + " s: "
                        + each.getValue().reason);
    }
}
