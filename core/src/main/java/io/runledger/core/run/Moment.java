package io.runledger.core.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * When an event happened, by its producer's clock. Of two that happened at the same time the one with the greater id is
 * later (by the bytes of its UTF-8), so that the order follows from the events and never from how they arrived.
 */
public record Moment(Instant at, String eventId) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : Arrays.compareUnsigned(bytes(eventId), bytes(other.eventId));
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
