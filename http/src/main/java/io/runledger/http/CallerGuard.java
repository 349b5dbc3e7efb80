package io.runledger.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route, for no request has credentials that a web page could not send: refuses what was sent to a name
 * that is not this server's (421), and what a page of another origin asks for (403). Browsers tell the latter by {@code Origin}
 * and by {@code Sec-Fetch-Site} (Fetch Metadata), other clients send neither. {@code X-Forwarded-*} is not looked at: any client can send it.
 *
 * <p>Pages of elsewhere may lead to ours by a link; they may not read, embed or write. Origins that are allowed get CORS
 * headers (Fetch standard, 3.2), preflight included.
 */
final class CallerGuard implements Handler {
    private static final String ORIGIN = "Origin";
    private static final String SITE = "Sec-Fetch-Site";
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);
    private static final String PREFLIGHT_SECONDS = "600";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String EXPOSED =
            "ETag, Last-Modified, Link, Location, Preference-Applied, Retry-After, Runledger-Lag, Runledger-Outcome,"
                    + " Runledger-Position, Runledger-Updated-At";

    private final Callers callers;

    CallerGuard(Callers callers) {
        this.callers = callers;
    }

    @Override
    public void handle(Context ctx) {
        // A page of elsewhere must not even embed an answer (Fetch standard, 3.7).
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        Optional<HostName> host = host(ctx);
        List<String> origins = Collections.list(ctx.req().getHeaders(ORIGIN));
        boolean allowed = origins.size() == 1
                && WebOrigin.parse(origins.get(0))
                        .filter(callers.origins()::contains)
                        .isPresent();
        if (!callers.origins().isEmpty()) {
            ctx.res().addHeader("Vary", ORIGIN);
        }
        if (allowed) {
            share(ctx, origins.get(0));
            return;
        }
        boolean safe = SAFE.contains(ctx.method());
        if (!safe && !origins.stream().allMatch(origin -> isOf(host, origin))) {
            throw foreign("a web page of another origin may not write here; who runs this ledger can allow its origin"
                    + " with RUNLEDGER_ALLOWED_ORIGINS");
        }
        String site = ctx.header(SITE);
        if (site != null && !OWN_SITE.contains(site.strip().toLowerCase(Locale.ROOT)) && !(safe && isLink(ctx))) {
            throw foreign(
                    "a web page of another origin may lead here by a link, but neither read nor write; who runs this"
                            + " ledger can allow its origin with RUNLEDGER_ALLOWED_ORIGINS");
        }
    }

    /**
     * Has a write that a browser vouches for by itself, with a cookie, come from a page that says where it is from. That it is
     * ours was checked before every route; all browsers say so with a write (Fetch standard, 3.2).
     */
    static void requireOwnPage(Context ctx) {
        if (!SAFE.contains(ctx.method()) && ctx.header(ORIGIN) == null) {
            throw foreign(
                    "a write with a session's cookie needs the header Origin, as browsers send it; without a browser"
                            + " send a key in the header Authorization");
        }
    }

    private static boolean isOf(Optional<HostName> host, String origin) {
        return WebOrigin.parse(origin)
                .filter(page -> host.filter(page::isOf).isPresent())
                .isPresent();
    }

    /** Whether a person follows a link to it, in a page of its own. */
    private static boolean isLink(Context ctx) {
        return "navigate".equals(ctx.header("Sec-Fetch-Mode")) && "document".equals(ctx.header("Sec-Fetch-Dest"));
    }

    /** The host that is asked for; none is named by clients of HTTP/1.0, which no browser is. */
    private Optional<HostName> host(Context ctx) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(ctx.req());
        @Nullable String target = request.getHttpURI().getAuthority(); // of a target in absolute form (RFC 9112, 3.2.2)
        @Nullable String header = ctx.req().getHeader("Host");
        if (header == null && target == null) {
            return Optional.empty();
        }
        InetAddress here = request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
        Optional<HostName> host = Optional.empty();
        for (String named : new @Nullable String[] {target, header}) {
            if (named != null) {
                host = Optional.of(HostName.parse(named)
                        .filter(name -> callers.mayAskFor(name, here))
                        .orElseThrow(() -> new ProblemException(
                                new ProblemDetails(
                                        421,
                                        "misdirected",
                                        "The request was sent to another host",
                                        "this service does not go by the host that was asked for; who runs it can allow the"
                                                + " name with RUNLEDGER_ALLOWED_HOSTS"),
                                null)));
            }
        }
        return host;
    }

    private static ProblemException foreign(String detail) {
        return new ProblemException(
                new ProblemDetails(403, "foreign-origin", "A page of another origin asks", detail), null);
    }

    private static void share(Context ctx, String origin) {
        ctx.header("Access-Control-Allow-Origin", origin).header("Access-Control-Expose-Headers", EXPOSED);
        if (ctx.method().equals(HandlerType.OPTIONS) && ctx.header("Access-Control-Request-Method") != null) {
            String asked = ctx.header("Access-Control-Request-Headers");
            ctx.header("Access-Control-Allow-Methods", METHODS)
                    .header("Access-Control-Max-Age", PREFLIGHT_SECONDS)
                    .header("Access-Control-Allow-Headers", asked == null ? "Content-Type" : asked);
            if ("true".equals(ctx.header("Access-Control-Request-Private-Network"))) {
                ctx.header("Access-Control-Allow-Private-Network", "true");
            }
            ctx.status(204).skipRemainingHandlers();
        }
    }
}
