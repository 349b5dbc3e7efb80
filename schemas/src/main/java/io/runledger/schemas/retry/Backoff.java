package io.runledger.schemas.retry;

import java.time.Duration;

/** The pauses between attempts: each twice as long as the one before, up to the longest. For one thread. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        next = first;
    }

    /** How long to wait now. */
    public Duration next() {
        Duration now = next;
        Duration twice = now.multipliedBy(2);
        next = twice.compareTo(longest) < 0 ? twice : longest;
        return now;
    }

    /** After an attempt that got somewhere: short pauses again. */
    public void reset() {
        next = first;
    }
}
