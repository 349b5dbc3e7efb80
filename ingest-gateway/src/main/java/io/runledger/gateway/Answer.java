package io.runledger.gateway;

import java.util.concurrent.CompletableFuture;

/** The outcome of one append, for a request that waits for it. */
final class Answer extends CompletableFuture<Answer.Accepted> implements Outcome {
    /**
     * It stands on the log.
     *
     * @param again whether it did before
     */
    record Accepted(Receipt receipt, boolean again) {}

    @Override
    public void accepted(Receipt receipt, boolean again) {
        complete(new Accepted(receipt, again));
    }

    @Override
    public void failed(RuntimeException failure) {
        completeExceptionally(failure);
    }
}
