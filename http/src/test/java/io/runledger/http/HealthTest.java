package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.redaction.Redaction;
import io.runledger.http.limits.Limits;
import io.runledger.http.tls.TlsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Duration DELAY = Duration.ofSeconds(2);

    private volatile Optional<String> failure = Optional.empty();
    private volatile Health.Readiness readiness = Health.Readiness.READY;
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            new ServerRules(
                    new Termination(DELAY, Duration.ofSeconds(10)),
                    Callers.local(),
                    Patience.usual(),
                    Limits.none(),
                    TlsConfig.none(),
                    Redaction.builtIn()),
            List.of(new Health(() -> failure, () -> readiness)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isAliveAlsoWhileItIsNotReady() throws Exception {
        readiness = Health.Readiness.notReady("the log is away");

        assertThat(get("/health", 200).path("status").asText()).isEqualTo("ok");
        JsonNode ready = get("/ready", 503);
        assertThat(ready.path("status").asText()).isEqualTo("not ready");
        assertThat(ready.path("reason").asText()).isEqualTo("the log is away");
    }

    @Test
    void asksForARestartOnlyWhenItCannotGoOn() throws Exception {
        failure = Optional.of("it has given up");

        JsonNode health = get("/health", 503);
        assertThat(health.path("status").asText()).isEqualTo("failed");
        assertThat(health.path("reason").asText()).isEqualTo("it has given up");
    }

    @Test
    void saysMoreWhenThereIsMoreToSay() throws Exception {
        readiness = new Health.Readiness("", out -> out.writeNumberField("lag", 3));

        assertThat(get("/ready", 200).toString()).isEqualTo("{\"status\":\"ready\",\"lag\":3}");
    }

    @Test
    void isNotReadyForAWhileBeforeItTakesNoMoreRequests() throws Exception {
        get("/ready", 200);

        long told = System.nanoTime();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);

        await().atMost(DELAY).until(() -> status("/ready") == 503);
        assertThat(get("/ready", 503).path("reason").asText()).isEqualTo("the process stops");
        assertThat(status("/health")).isEqualTo(200);
        closed.get(10, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isBetween(DELAY, DELAY.multipliedBy(4));
    }

    private int status(String path) throws Exception {
        return send(path).statusCode();
    }

    private JsonNode get(String path, int status) throws Exception {
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return new ObjectMapper().readTree(response.body());
    }

    private HttpResponse<String> send(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
