package io.runledger.streams.views.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a replay is, or how it ended.
 *
 * @param took until now, or to its end
 * @param records how many it has read from the log, rejected ones and duplicates among them
 * @param left how many offsets of the log are still to be read; some may hold no record any more
 * @param perSecond records, on the average since its start
 * @param timeLeft at that rate; empty while nothing is known
 * @param sequences the highest sequence of each partition that has one
 * @param failure why it failed, for people to read
 */
public record ReplayProgress(
        State state,
        Instant startedAt,
        Duration took,
        long records,
        long left,
        long perSecond,
        Optional<Duration> timeLeft,
        Map<Integer, Long> sequences,
        Optional<String> failure) {
    public ReplayProgress {
        sequences = Map.copyOf(sequences);
    }

    /** What becomes of a replay. */
    public enum State {
        RUNNING,
        /** The new views serve. */
        DONE,
        /** What was not rebuilt yet continues to serve as it was. */
        FAILED
    }
}
