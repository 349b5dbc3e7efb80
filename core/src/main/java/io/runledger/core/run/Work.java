package io.runledger.core.run;

import io.runledger.core.review.Decision;
import io.runledger.core.review.RegisteredFile;
import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.Erasure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What ran, and how long it took: measured by what the producers said of it, from the earliest to the latest time. What people
 * and the ledger did about it belongs to it, whenever that was: requests and the decisions on them, files that are
 * registered, erasures.
 */
public final class Work {
    private Work() {}

    /** Whether events of this type tell of work, and so count for how long it took. */
    public static boolean is(String eventType) {
        return !Decision.isType(eventType)
                && RequestType.ofEventType(eventType).isEmpty()
                && !eventType.equals(RegisteredFile.EVENT_TYPE)
                && !eventType.equals(Erasure.EVENT_TYPE);
    }

    /** How long something took; empty where it would have ended before it began, as by clocks that differ. */
    public static Optional<Duration> took(Instant from, Instant to) {
        return to.isBefore(from) ? Optional.empty() : Optional.of(Duration.between(from, to));
    }
}
