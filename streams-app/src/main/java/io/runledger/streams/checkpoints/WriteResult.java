package io.runledger.streams.checkpoints;

import java.util.Optional;

/**
 * What became of a write.
 *
 * @param checkpoint as it is now: what was written, or what is still stored; empty if there is none
 */
public record WriteResult(Outcome outcome, Optional<Checkpoint> checkpoint) {
    /** How a write that was decided has ended. */
    public enum Outcome {
        CREATED,
        REPLACED,
        DELETED,
        /** There was nothing to delete. */
        ABSENT,
        PRECONDITION_FAILED
    }
}
