package io.runledger.gateway;

/** Is told once what became of an append, on a thread that must not be kept waiting. */
interface Outcome {
    /**
     * The log has the record.
     *
     * @param again whether it had it before: this is the receipt of the same record, sent earlier
     */
    void accepted(Receipt receipt, boolean again);

    /** A {@link io.runledger.http.ProblemException}, or what a fault of ours threw. */
    void failed(RuntimeException failure);
}
