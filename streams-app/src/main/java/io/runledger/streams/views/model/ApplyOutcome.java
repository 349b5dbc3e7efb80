package io.runledger.streams.views.model;

/** How a record of the log ended. */
public enum ApplyOutcome {
    APPLIED,
    /** The same content again; it moves to its newest place. */
    DUPLICATE,
    REJECTED,
    /** A tombstone that is explained. */
    ERASED,
    /** Looked at before: delivered again after a crash or a rebalance. */
    SEEN
}
