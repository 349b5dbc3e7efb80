package io.runledger.query.tail;

import java.time.Duration;
import java.util.Locale;

/**
 * What readers that follow events may cost.
 *
 * @param most tails at once, long polls among them
 * @param heartbeat how long a tail may be silent
 * @param patience how long a reader may take no bytes until it is cut off
 */
public record TailLimits(int most, Duration heartbeat, Duration patience) {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** Below the 30 seconds after which the server closes a connection that nothing moves on. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    public TailLimits {
        check("heartbeat", heartbeat);
        check("patience", patience);
    }

    private static void check(String name, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "RUNLEDGER_TAIL_" + name.toUpperCase(Locale.ROOT) + " must be from 100ms to 20s");
        }
    }
}
