package io.runledger.gateway.append;

/** Is told once what became of an append, on a thread that must not be kept waiting. */
public interface AppendCallback {
    /** The log has the record, as it was sent now. */
    void accepted(Receipt receipt);

    /**
     * The log had the record before.
     *
     * @param receipt of the same record, sent earlier
     * @param first what is known of its content
     */
    void again(Receipt receipt, ContentPrint first);

    /** A {@link io.runledger.http.ProblemException}, or what a fault of ours threw. */
    void failed(RuntimeException failure);
}
