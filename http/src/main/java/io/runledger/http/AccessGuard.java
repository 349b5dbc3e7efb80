package io.runledger.http;

import io.javalin.http.Context;
import io.runledger.core.access.Permission;
import io.runledger.core.access.RoutePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Lets a request pass whose credential has the permission that its route needs. Everything else is denied. */
final class AccessGuard {
    private final Authentication authentication;
    private final boolean isOfLedger;

    private AccessGuard(Authentication authentication, boolean isOfLedger) {
        this.authentication = authentication;
        this.isOfLedger = isOfLedger;
    }

    /** For a server whose routes are in {@link RoutePermissions}. */
    static AccessGuard of(Authentication authentication) {
        return new AccessGuard(authentication, true);
    }

    /** For a server that has nothing of the ledger's API: it lets everything pass. */
    static AccessGuard none() {
        return new AccessGuard(Authentication.OFF, false);
    }

    /** Before a route is looked for: who has no credential does not learn which paths there are. */
    void authenticate(Context ctx) {
        if (!RoutePermissions.isPublic(ctx.method().name(), ctx.path())) {
            authentication
                    .authenticate(Collections.list(ctx.req().getHeaders("Authorization")))
                    .attach(ctx);
        }
    }

    void authorize(Context ctx) {
        var route = ctx.endpoints().matchedHttpEndpoint();
        if (!isOfLedger || route == null || !route.method.isHttpMethod()) {
            return;
        }
        Permission needed = RoutePermissions.of(route.method.name(), route.path)
                .orElseThrow(() -> new IllegalStateException("no permission for " + route.path));
        if (needed != Permission.PUBLIC) {
            AccessSession session = AccessSession.of(ctx);
            session.require(needed);
            if (RoutePermissions.isAboutAllRuns(route.method.name(), route.path)) {
                session.requireAllRuns();
            }
        }
    }

    /** @throws IllegalStateException if a route does not say what it needs */
    void check(Set<String> routes) {
        if (!isOfLedger) {
            return;
        }
        Set<String> undeclared = new TreeSet<>(routes);
        undeclared.removeIf(route -> {
            int space = route.indexOf(' ');
            return RoutePermissions.of(route.substring(0, space), route.substring(space + 1))
                    .isPresent();
        });
        if (!undeclared.isEmpty()) {
            throw new IllegalStateException(
                    "these routes declare no permission, see RoutePermissions: " + String.join(", ", undeclared));
        }
    }
}
