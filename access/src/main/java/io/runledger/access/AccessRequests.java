package io.runledger.access;

import io.javalin.http.Context;
import io.runledger.access.control.ControlUnavailableException;
import io.runledger.http.ProblemException;
import java.time.Duration;

/** What requests about keys and sessions have in common: they take no parameters, and change the control topic. */
final class AccessRequests {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private AccessRequests() {}

    /** @throws ProblemException 400 if there are query parameters */
    static void refuseParameters(Context ctx) {
        if (!ctx.queryParamMap().isEmpty()) {
            throw ProblemException.malformed("there are no query parameters here");
        }
    }

    /** A change of the control topic, with what it gives. */
    interface Change<T> {
        T make() throws InterruptedException;
    }

    /**
     * Makes a change.
     *
     * @param otherwise what the client has to know where it is not known whether it was made
     * @throws ProblemException 503 if the topic cannot be written now
     */
    static <T> T made(Change<T> change, String otherwise) {
        try {
            return change.make();
        } catch (ControlUnavailableException e) {
            throw ProblemException.unavailable(e.getMessage() + "; " + otherwise, RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("the server stops", RETRY_AFTER);
        }
    }
}
