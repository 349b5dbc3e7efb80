package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.JavalinConfig;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.core.redaction.Redaction;
import io.runledger.http.limits.Limits;
import io.runledger.http.limits.Rate;
import io.runledger.http.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who sends too much, or wrong credentials, on a real server. A credential is the name of a principal here; "wrong" is none. */
class LimitsTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int BURST = 5;

    private final Metrics metrics = new Metrics();
    private final HttpServer server = start(Optional.of(new Rate(1, BURST)));

    private HttpServer start(Optional<Rate> rate) {
        ServerRules rules = new ServerRules(
                Termination.prompt(),
                Callers.local(),
                Patience.usual(),
                new Limits(rate, Optional.of(new Rate(1, 20))),
                TlsConfig.none(),
                Redaction.builtIn());
        return HttpServer.start(
                "127.0.0.1", 0, rules, LimitsTest::session, List.of(metrics, (Consumer<JavalinConfig>) config -> {
                    config.routes.get("/events", ctx -> ctx.result("read"));
                    config.routes.get("/health", ctx -> ctx.result("ok"));
                    config.routes.before(ctx -> {
                        if (ctx.header("From-Node") != null) {
                            RequestRates.passOver(ctx);
                        }
                    });
                }));
    }

    private static AccessSession session(List<String> authorization) {
        if (authorization.isEmpty()) {
            throw ProblemException.unauthenticated(CredentialFailure.MISSING, "send a key");
        }
        String name = authorization.get(0);
        if (name.startsWith("wrong")) {
            throw ProblemException.unauthenticated(CredentialFailure.UNKNOWN, "it is not valid");
        }
        return new AccessSession(
                new Principal(name, Principal.Kind.KEY, "1", Set.of(Role.READER), Visibility.EVERYTHING), () -> true);
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    @Test
    void refusesAPrincipalBeyondItsRateAndNoOther() throws Exception {
        HttpResponse<String> refused = refused("ada");

        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("too-many-requests");
        assertThat(get("/nowhere", "ada").statusCode()).isEqualTo(429);
        assertThat(get("/events", "rita").statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotRefuseWhoWatchesTheProcess() throws Exception {
        refused("ada");

        assertThat(get("/metrics", "ada").statusCode()).isEqualTo(200);
        assertThat(get("/health", "ada").statusCode()).isEqualTo(200);
        assertThat(get("/health", "").statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotCountWhatAnotherNodeHasCounted() throws Exception {
        for (int i = 0; i < 4 * BURST; i++) {
            assertThat(get("/events", "ada", "From-Node", "yes").statusCode()).isEqualTo(200);
        }
        assertThat(get("/events", "ada").statusCode()).isEqualTo(200);
    }

    @Test
    void hasNoLimitUnlessItIsSet() throws Exception {
        try (HttpServer unlimited = start(Optional.empty())) {
            for (int i = 0; i < 200; i++) {
                assertThat(send(unlimited, "/events", "ada").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void tellsWhoSendsWrongCredentialsToSlowDownAndLetsARightOneInFromTheSameAddress() throws Exception {
        HttpResponse<String> refused = flood();

        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().allValues("WWW-Authenticate")).isEmpty();
        assertThat(refused.body()).contains("too-many-requests").doesNotContain("wrong-");
        for (int i = 0; i < BURST; i++) {
            assertThat(get("/events", "rita").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void alwaysAsksForACredentialWhoSendsNone() throws Exception {
        flood();

        for (int i = 0; i < 100; i++) {
            HttpResponse<String> asked = get("/events", "");
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(asked.headers().allValues("WWW-Authenticate")).isNotEmpty();
        }
    }

    @Test
    void countsWhatWasWrongForWhoRunsIt() throws Exception {
        get("/events", "");
        get("/events", "wrong");
        get("/nowhere", "wrong");

        assertThat(get("/metrics", "ada").body())
                .contains("runledger_access_failures_total{kind=\"missing\"} 1.0")
                .contains("runledger_access_failures_total{kind=\"unknown\"} 2.0")
                .contains("runledger_access_failures_total{kind=\"ended\"} 0.0")
                .contains("runledger_access_failures_total{kind=\"malformed\"} 0.0");
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() throws Exception {
        assertThat(network("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(network("2001:db8:1:2::1"))
                .isNotEqualTo(network("2001:db8:1:3::1"));
        assertThat(network("10.1.2.3")).isNotEqualTo(network("10.1.2.4"));
    }

    private static String network(String address) throws IOException {
        return CredentialFailures.network(InetAddress.getByName(address));
    }

    /** Sends until it is refused, which is soon. */
    private HttpResponse<String> refused(String who) throws Exception {
        for (int i = 0; i < 20 * BURST; i++) {
            HttpResponse<String> answer = get("/events", who);
            if (answer.statusCode() != 200) {
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(i).isGreaterThanOrEqualTo(BURST);
                return answer;
            }
        }
        throw new AssertionError("nothing was refused");
    }

    private HttpResponse<String> flood() throws Exception {
        for (int i = 0; i < 200; i++) {
            HttpResponse<String> answer = get("/events", "wrong-" + i);
            if (answer.statusCode() != 401) {
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(i).isGreaterThanOrEqualTo(20);
                return answer;
            }
        }
        throw new AssertionError("nobody was told to slow down");
    }

    private HttpResponse<String> get(String path, String who, String... headers) throws Exception {
        return send(server, path, who, headers);
    }

    private static HttpResponse<String> send(HttpServer to, String path, String who, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path));
        if (!who.isEmpty()) {
            request.header("Authorization", who);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
