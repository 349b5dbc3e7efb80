package io.runledger.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.runledger.core.access.Permission;
import io.runledger.core.access.RoutePermissions;
import io.runledger.http.limits.Limits;
import java.net.URLEncoder;
import java.util.Set;
import java.util.TreeSet;

/** Lets a request pass whose credential has the permission that its route needs. Everything else is denied. */
final class AccessGuard {
    /** Where the console has people sign in. */
    private static final String SIGN_IN = "/sign-in";

    private static final int UNAUTHENTICATED = 401;

    private final Authentication authentication;
    private final boolean isOfLedger;
    private final CredentialFailures failures;
    private volatile boolean hasSignIn;

    private AccessGuard(Authentication authentication, boolean isOfLedger, Limits limits) {
        this.authentication = authentication;
        this.isOfLedger = isOfLedger;
        this.failures = new CredentialFailures(limits.failures());
    }

    /** For a server whose routes are in {@link RoutePermissions}. */
    static AccessGuard of(Authentication authentication, Limits limits) {
        return new AccessGuard(authentication, true, limits);
    }

    /** For a server that has nothing of the ledger's API: it lets everything pass. */
    static AccessGuard none() {
        return new AccessGuard(Authentication.OFF, false, Limits.none());
    }

    /** Before a route is looked for: who has no credential does not learn which paths there are. */
    void authenticate(Context ctx) {
        if (RoutePermissions.isPublic(ctx.method().name(), ctx.path())) {
            failures.look(ctx);
            return;
        }
        if (SessionCookie.isCredential(ctx)) {
            CallerGuard.requireOwnPage(ctx);
        }
        try {
            authentication.authenticate(SessionCookie.credential(ctx)).attach(ctx);
        } catch (ProblemException e) {
            ProblemException told = e.credentialFailure().isPresent() ? failures.told(ctx, e) : e;
            if (told.status() != UNAUTHENTICATED || !hasSignIn || !isSeen(ctx)) {
                throw told;
            }
            String target = ctx.req().getRequestURI() + (ctx.queryString() == null ? "" : "?" + ctx.queryString());
            ctx.header("Cache-Control", "no-store")
                    .redirect(SIGN_IN + "?to=" + URLEncoder.encode(target, UTF_8), HttpStatus.SEE_OTHER);
            ctx.skipRemainingHandlers();
        }
    }

    /** Whether the answer is for a person who looks at it in a browser. */
    private static boolean isSeen(Context ctx) {
        String use = ctx.header("Sec-Fetch-Dest");
        return ctx.method().equals(HandlerType.GET)
                && Accepts.prefers(ctx.header("Accept"), "text/html", "application/json")
                && (use == null || use.equals("document"));
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
        hasSignIn = routes.contains("GET " + SIGN_IN);
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
