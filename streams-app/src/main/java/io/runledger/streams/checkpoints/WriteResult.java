package io.runledger.streams.checkpoints;

import java.util.Optional;

/**
 * What became of a write.
 *
 * @param checkpoint as it is now: what was written, or what stands there still; empty if there is none
 */
public record WriteResult(Outcome outcome, Optional<Checkpoint> checkpoint) {
    /** How a write ends that was decided. */
    public enum Outcome {
        CREATED,
        REPLACED,
        DELETED,
        /** There was nothing to delete. */
        ABSENT,
        PRECONDITION_FAILED
    }
}
