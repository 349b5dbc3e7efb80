package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.redaction.Redaction;
import io.runledger.http.limits.Limits;
import io.runledger.http.tls.TlsConfig;
import io.runledger.schemas.contract.Problem;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final TestServer server = new TestServer(config -> {
        config.routes.get("/violation", ctx -> {
            throw ProblemException.violation(
                    "two things", List.of(new Problem("/run_id", "is required"), new Problem("/a\ud800", "is odd")));
        });
        config.routes.get("/away", ctx -> {
            throw ProblemException.unavailable("the log is away", Duration.ofMillis(2500))
                    .with("event_id", "e-1")
                    .with("blocked_by", List.of("a", "b"))
                    .with("tries", 3);
        });
        config.routes.get("/bug", ctx -> {
            throw new IllegalStateException("secret-internals");
        });
        config.routes.get("/error", ctx -> {
            throw new AssertionError("secret-internals");
        });
        config.routes.get(
                "/later", ctx -> ctx.future(() -> CompletableFuture.failedFuture(ProblemException.conflict("no"))));
        config.routes.get("/things/{id}", ctx -> ctx.result("thing"));
        config.routes.delete("/things/{id}", ctx -> ctx.result("gone"));
    });

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsEveryFieldThatIsWrong() throws Exception {
        HttpResponse<String> response = server.get("/violation");

        JsonNode problem = problem(response, 422);
        assertThat(problem.path("type").asText()).isEqualTo("urn:runledger:problem:contract-violation");
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isEqualTo("two things");
        assertThat(problem.path("errors").path(0).path("pointer").asText()).isEqualTo("/run_id");
        assertThat(problem.path("errors").path(0).path("detail").asText()).isEqualTo("is required");
    }

    @Test
    void answersInUnicodeEvenWhenTheRequestWasNot() throws Exception {
        JsonNode problem = problem(server.get("/violation"), 422);

        assertThat(problem.path("errors").path(1).path("pointer").asText()).isEqualTo("/a\ufffd");
    }

    @Test
    void saysWhenToComeBackAndWhatElseIsKnown() throws Exception {
        HttpResponse<String> response = server.get("/away");

        JsonNode problem = problem(response, 503);
        assertThat(TestServer.header(response, "Retry-After"))
                .as("2.5 s, rounded up")
                .isEqualTo("3");
        assertThat(problem.path("event_id").asText()).isEqualTo("e-1");
        assertThat(problem.path("blocked_by")).hasSize(2);
        assertThat(problem.path("tries").asInt()).isEqualTo(3);
    }

    @Test
    void showsNothingThatTheOperatorsRulesCallASecret() throws Exception {
        Redaction rules = Redaction.extended(
                "own.json",
                "{\"rules\":[{\"name\":\"badge\",\"kind\":\"shape\",\"anchors\":[\"badge-\"],\"pattern\":\"badge-[0-9]{6}\"}]}");
        ServerRules own = new ServerRules(
                Termination.prompt(), Callers.local(), Patience.usual(), Limits.none(), TlsConfig.none(), rules);
        HttpServer other = HttpServer.start("127.0.0.1", 0, own, List.of(config -> {}));
        try {
            assertThat(server.get("/badge-123456").body()).contains("[REDACTED:badge]");
        } finally {
            other.close();
        }
        assertThat(server.get("/badge-123456").body()).contains("badge-123456");
    }

    @Test
    void tellsNothingOfItsInsides() throws Exception {
        HttpResponse<String> response = server.get("/bug");

        JsonNode problem = problem(response, 500);
        assertThat(response.body()).doesNotContain("secret-internals").doesNotContain("IllegalState");
        assertThat(problem.path("request_id").asText()).isNotEmpty();
        assertThat(server.get("/error").statusCode()).isEqualTo(500);
        assertThat(server.get("/error").body()).doesNotContain("secret-internals");
    }

    @Test
    void mapsWhatFailsLater() throws Exception {
        problem(server.get("/later"), 409);
    }

    @Test
    void namesThePathThatIsNotThere() throws Exception {
        JsonNode problem = problem(server.get("/nowhere?run_id=r"), 404);

        assertThat(problem.path("detail").asText()).isEqualTo("there is nothing at /nowhere");
    }

    @Test
    void namesTheMethodsThatAPathTakes() throws Exception {
        HttpResponse<String> response = TestServer.send(server.request("/things/1")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());

        problem(response, 405);
        assertThat(TestServer.header(response, "Allow").split(", "))
                .containsExactlyInAnyOrder("GET", "HEAD", "DELETE", "OPTIONS");
    }

    @Test
    void tellsOfWhatOtherServicesAnswer() throws Exception {
        JsonNode elsewhere = problem(server.get("/runs/r-1"), 404);
        HttpResponse<String> refused = TestServer.send(server.request("/runs/r-1")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(elsewhere.path("type").asText()).isEqualTo("urn:runledger:problem:elsewhere");
        assertThat(elsewhere.path("detail").asText())
                .isEqualTo("another service of the ledger answers GET /runs/r-1, not this one");
        assertThat(problem(refused, 405).path("detail").asText())
                .isEqualTo("/runs/r-1 takes GET, HEAD, OPTIONS, not POST");
        assertThat(TestServer.header(refused, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void answersWhatTheServerItselfRefusesInTheSameShape() throws Exception {
        String badUri = RawHttp.exchange(server.port(), "GET /things/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String climbing = RawHttp.exchange(server.port(), "GET /things/%2e%2e/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String badUtf8 = RawHttp.exchange(server.port(), "GET /things/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String largeHeader = RawHttp.exchange(
                server.port(), "GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "a".repeat(20_000) + "\r\n\r\n");
        String noHttp = RawHttp.exchange(server.port(), "what is this\r\n\r\n");

        assertThat(badUri).startsWith("HTTP/1.1 400").contains(ProblemDetails.MEDIA_TYPE, "\"status\":400");
        assertThat(climbing).startsWith("HTTP/1.1 400").contains(ProblemDetails.MEDIA_TYPE, "\"status\":400");
        assertThat(badUtf8).startsWith("HTTP/1.1 400").contains(ProblemDetails.MEDIA_TYPE, "\"status\":400");
        assertThat(largeHeader).startsWith("HTTP/1.1 431").contains(ProblemDetails.MEDIA_TYPE, "\"status\":431");
        assertThat(noHttp).startsWith("HTTP/1.1 505").contains(ProblemDetails.MEDIA_TYPE, "\"status\":505");
    }

    private static JsonNode problem(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(TestServer.header(response, "Content-Type")).isEqualTo(ProblemDetails.MEDIA_TYPE);
        JsonNode problem = TestServer.json(response);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        return problem;
    }
}
