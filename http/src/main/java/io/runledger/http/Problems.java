package io.runledger.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what is thrown becomes an answer. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final Duration REGISTRY_AGAIN = Duration.ofSeconds(5);

    private Problems() {}

    static void register(JavalinConfig config) {
        config.http.prefer405over404 = true;
        config.routes.exception(ProblemException.class, (e, ctx) -> answer(CredentialFailures.ofRoute(ctx, e), ctx));
        config.routes.exception(
                HttpResponseException.class, (e, ctx) -> answer(new ProblemException(details(e, ctx), null), ctx));
        config.routes.exception(
                RegistryUnavailableException.class,
                (e, ctx) -> answer(ProblemException.unavailable(String.valueOf(e.getMessage()), REGISTRY_AGAIN), ctx));
        config.routes.exception(Exception.class, (e, ctx) -> answer(unexpected(e, ctx), ctx));
        config.router.javaLangErrorHandler((response, error) -> {
            response.setStatus(500);
            LOG.error("a request failed", error);
        });
    }

    private static void answer(ProblemException problem, Context ctx) {
        if (ctx.res().isCommitted()) {
            LOG.warn("an answer broke off after its beginning was sent: {}", problem.getMessage());
            return;
        }
        ctx.status(problem.status())
                .contentType(ProblemDetails.MEDIA_TYPE)
                .result(new ByteArrayInputStream(problem.json()));
        retryAfter(problem, ctx);
        if (problem.status() == 401) {
            ctx.res().addHeader("WWW-Authenticate", "Bearer realm=\"runledger\"");
            if (Accepts.prefers(ctx.header("Accept"), "text/html", "application/json")) { // a browser asks its user
                ctx.res().addHeader("WWW-Authenticate", "Basic realm=\"runledger: any user, the key as password\"");
            }
        }
        if (problem.status() == 408) {
            ctx.header("Connection", "close"); // RFC 9110, 15.5.9
        }
        if (problem.details().members().get("allow") instanceof String methods) {
            ctx.header("Allow", methods);
        }
    }

    static void retryAfter(ProblemException problem, Context ctx) {
        problem.retryAfter()
                .ifPresent(time -> ctx.header(
                        "Retry-After",
                        String.valueOf(
                                Math.max(1, time.plusSeconds(1).minusNanos(1).toSeconds()))));
    }

    /** Javalin's own refusals: no route, another method, a query that cannot be decoded. */
    private static ProblemDetails details(HttpResponseException e, Context ctx) {
        boolean isMethod = e instanceof MethodNotAllowedResponse;
        if (!isMethod && e.getStatus() != 404) {
            return ofStatus(e.getStatus(), ServerErrors.detail(e.getStatus(), String.valueOf(e.getMessage())));
        }
        String path = ctx.path();
        String method = ctx.method().name();
        Set<String> described = Api.methods(path);
        boolean isElsewhere = described.contains(method);
        if (!isMethod && isElsewhere) {
            return new ProblemDetails(
                    404,
                    "elsewhere",
                    "Another service has this",
                    "another service of the ledger answers " + method + " " + path + ", not this one");
        }
        Set<String> methods = new TreeSet<>(isElsewhere ? Set.of() : described);
        if (isMethod) {
            methods.addAll(Api.complete(Set.copyOf(registered(e))));
        }
        if (methods.isEmpty()) {
            return unknown("there is nothing at " + path);
        }
        String allowed = String.join(", ", methods);
        return new ProblemDetails(
                        405,
                        "method-not-allowed",
                        "This method is not for this path",
                        path + " takes " + allowed + ", not " + method
                                + (isElsewhere ? ", which another service of the ledger answers" : ""))
                .with("allow", allowed);
    }

    private static ProblemDetails unknown(String detail) {
        return new ProblemDetails(404, "unknown", "There is no such thing", detail);
    }

    private static List<String> registered(HttpResponseException e) {
        String methods = Optional.ofNullable(e.getDetails().get("availableMethods"))
                .or(() -> Optional.ofNullable(e.getDetails().get("Available methods")))
                .orElse("");
        return methods.isEmpty() ? List.of() : List.of(methods.split(", *"));
    }

    private static ProblemException unexpected(Exception e, Context ctx) {
        String request = UUID.randomUUID().toString();
        LOG.error("a request failed, request={} method={} route={}", request, ctx.method(), ctx.endpoint().path, e);
        return new ProblemException(
                ofStatus(500, "something went wrong here; the server's log tells more under the request's id")
                        .with("request_id", request),
                null);
    }

    static ProblemDetails ofStatus(int status, String detail) {
        Map<Integer, String> kinds = Map.of(400, "malformed", 404, "unknown", 414, "too-large", 431, "too-large");
        String kind = kinds.getOrDefault(status, status < 500 ? "refused" : "internal");
        String title = status < 500 ? "The request cannot be answered" : "The server failed";
        return new ProblemDetails(status, kind, title, detail);
    }
}
