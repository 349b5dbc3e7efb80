package io.runledger.streams.views.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a verification is, or how it ended.
 *
 * @param took until now, or to its end
 * @param records how many it has replayed
 * @param proofs of the partitions that are done, in their order
 * @param failure why it failed, for people to read
 */
public record VerificationProgress(
        State state,
        Instant startedAt,
        Duration took,
        long records,
        List<PartitionProof> proofs,
        Optional<String> failure) {
    public VerificationProgress {
        proofs = List.copyOf(proofs);
    }

    /** What becomes of a verification. */
    public enum State {
        RUNNING,
        EQUAL,
        DIFFERENT,
        /** It is not known whether they are equal. */
        FAILED
    }
}
