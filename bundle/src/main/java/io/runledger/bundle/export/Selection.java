package io.runledger.bundle.export;

import java.time.Instant;
import java.util.Optional;

/**
 * What of a ledger is exported; what is absent does not narrow it.
 *
 * @param runId one run
 * @param bundleId what belongs to one bundle
 * @param since what was appended or decided at this time or later
 */
public record Selection(Optional<String> runId, Optional<String> bundleId, Optional<Instant> since) {
    public static final Selection EVERYTHING = new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether a run is exported as a whole, if it is at all. */
    public boolean takesWholeRuns() {
        return bundleId.isEmpty() && since.isEmpty();
    }
}
