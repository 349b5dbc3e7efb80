package io.runledger.bench;

/** Measures one thing, on a ledger of its own, beside what bounds it. */
interface Scenario {
    /** As it is asked for. */
    String name();

    /** What is measured against what, in a line. */
    String about();

    /** Whether it is left out unless it is asked for. */
    default boolean onlyByName() {
        return false;
    }

    /** Adds what was measured to the report. */
    void measure(Bench bench) throws Exception;
}
