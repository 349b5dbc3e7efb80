package io.runledger.streams.views.model;

/** What became of a record of the log. */
public enum ApplyOutcome {
    APPLIED,
    /** The same content again; it moves to its newest place. */
    DUPLICATE,
    REJECTED,
    /** A null value that an erasure or a move explains. */
    ERASED,
    /** Applied before: delivered again after a crash or a rebalance. */
    SEEN
}
