package io.runledger.http;

import io.javalin.http.Context;
import io.runledger.core.access.Permission;
import io.runledger.core.access.Principal;
import java.util.function.BooleanSupplier;

/**
 * Who sends a request.
 *
 * @param valid whether the credential still is valid; asked again by answers that take long
 */
public record AccessSession(Principal principal, BooleanSupplier valid) {
    private static final String ATTRIBUTE = AccessSession.class.getName();

    /** That of a request; every route has one. */
    public static AccessSession of(Context ctx) {
        AccessSession session = ctx.attribute(ATTRIBUTE);
        if (session == null) {
            throw new IllegalStateException("the request was not authenticated");
        }
        return session;
    }

    void attach(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }

    /** @throws ProblemException 403 if the principal has not got a permission */
    public void require(Permission permission) {
        if (!principal.may(permission)) {
            throw ProblemException.forbidden(permission);
        }
    }

    /** @throws ProblemException 403 if the principal may not write to a run */
    public void requireRun(String run) {
        requireRun(principal, run);
    }

    /** @throws ProblemException 403 if a principal may not write to a run */
    public static void requireRun(Principal principal, String run) {
        if (!principal.visibility().includesRun(run)) {
            throw ProblemException.outOfScope(principal.visibility().prefixes());
        }
    }

    /** @throws ProblemException 403 if the principal is limited to some runs */
    void requireAllRuns() {
        if (!principal.visibility().includesAllRuns()) {
            throw ProblemException.outOfScope(principal.visibility().prefixes());
        }
    }
}
