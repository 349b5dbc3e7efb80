package io.runledger.core.review;

/** What is decided about a request. */
public sealed interface Verdict<S> {
    /**
     * It is done.
     *
     * @param state the whole state that results
     */
    record Granted<S>(S state) implements Verdict<S> {}

    /** It is not done, and nothing changes. */
    record Refused<S>(Refusal refusal) implements Verdict<S> {}
}
