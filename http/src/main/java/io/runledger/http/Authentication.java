package io.runledger.http;

import io.runledger.core.access.Principal;
import java.util.List;

/** Tells who sends a request. Thread-safe. */
@FunctionalInterface
public interface Authentication {
    /** Access control is off: whoever reaches the process may do everything. */
    Authentication OFF = authorization -> new AccessSession(Principal.ANYONE, () -> true);

    /**
     * Who a credential is.
     *
     * @param authorization the values of the request's {@code Authorization} headers
     * @throws ProblemException 401 if there is no valid credential, whatever is wrong with it; 503 if it cannot be told now
     */
    AccessSession authenticate(List<String> authorization);
}
