package io.runledger.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.core.access.RoutePermissions;
import io.runledger.http.limits.Buckets;
import io.runledger.http.limits.Rate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a principal asks beyond its rate, with 429. Each process counts by itself. What one node asks another for was
 * counted by the first, and who watches the process is to see that it is busy, not an error of his own. Thread-safe.
 */
public final class RequestRates implements Handler {
    /** As many as anybody has keys; of an identity provider's subjects those that were here last. */
    private static final int MOST_PRINCIPALS = 10_000;

    private static final String COUNTED = RequestRates.class.getName();

    private final @Nullable Buckets ofPrincipal;

    RequestRates(Optional<Rate> rate) {
        this.ofPrincipal = rate.map(each -> new Buckets(each, MOST_PRINCIPALS)).orElse(null);
    }

    /** For a request that another node of the ledger has counted. */
    public static void passOver(Context ctx) {
        ctx.attribute(COUNTED, true);
    }

    /** After every other check that comes before the routes. */
    @Override
    public void handle(Context ctx) {
        String method = ctx.method().name();
        if (ofPrincipal == null
                || ctx.attribute(COUNTED) != null
                || Reception.isWatched(method, ctx.path())
                || RoutePermissions.isPublic(method, ctx.path())) {
            return;
        }
        var principal = AccessSession.of(ctx).principal();
        ofPrincipal.take(principal.kind() + " " + principal.name()).ifPresent(RequestRates::refuse);
    }

    private static void refuse(Duration wait) {
        throw ProblemException.tooManyRequests(
                "more requests came than one principal may send (RUNLEDGER_RATE_LIMIT of who runs the ledger); many"
                        + " records fit into one request: POST /events/batch",
                wait);
    }
}
