package io.runledger.gateway.requests;

import io.runledger.schemas.log.RecordKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the guard decides, as it comes. Thread-safe. */
public interface Decisions {
    /** Completes when decisions that are made from then on will be seen, or after a short while all the same; never fails. */
    CompletableFuture<Boolean> ready();

    /**
     * Begins to wait for the decision of a request, which may have been made before. Whoever waits no longer completes the
     * future; closing completes it with nothing.
     *
     * @param request the key of the event that asks
     * @throws io.runledger.http.ProblemException 429 if too many wait
     */
    CompletableFuture<Optional<Decided>> await(RecordKey request);
}
