package io.runledger.streams.checkpoints;

/** The partition is not at this node, or not any more. Nothing was written. */
public final class CheckpointsAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckpointsAwayException() {
        super("the partition's checkpoints are not here", null, false, false);
    }
}
