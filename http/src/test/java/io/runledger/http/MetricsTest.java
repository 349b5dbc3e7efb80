package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private final Metrics metrics = new Metrics();
    private final TestServer server = new TestServer(config -> {
        metrics.accept(config);
        routes(config);
    });

    private static void routes(JavalinConfig config) {
        config.routes.get("/things/{id}", ctx -> ctx.result("a thing"));
        config.routes.get(
                "/later",
                ctx -> ctx.future(() -> CompletableFuture.runAsync(
                        () -> ctx.result("done"), CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS))));
        config.routes.get("/refused", ctx -> {
            throw ProblemException.conflict("no");
        });
    }

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    @Test
    void showsWhatIsCountedInPrometheusTextFormat() throws Exception {
        Counter.builder("runledger.seen")
                .tag("kind", "event")
                .register(metrics.registry())
                .increment(3);

        HttpResponse<String> scraped = server.get("/metrics");

        assertThat(scraped.statusCode()).isEqualTo(200);
        assertThat(TestServer.header(scraped, "Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(scraped.body())
                .contains("# TYPE runledger_seen_total counter\n", "runledger_seen_total{kind=\"event\"} 3.0\n");
        assertThat(scraped.body()).contains("jvm_memory_used_bytes{", "process_uptime_seconds ");
    }

    @Test
    void keepsTheNamesThatPrometheusAsksFor() throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        assumeTrue(Files.isExecutable(promtool), "there is no promtool (Debian: prometheus): names are not checked");
        server.get("/things/id-1");
        Path scraped = Files.writeString(
                directory.resolve("metrics"), server.get("/metrics").body());

        Process check = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectInput(scraped.toFile())
                .redirectErrorStream(true)
                .start();
        String found = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(found).isEmpty();
        assertThat(check.waitFor()).isZero();
        assertThat(Files.readString(scraped)).contains("process_cpu_seconds_total ", "system_cpus ");
    }

    @Test
    void looksBeforeEachScrape() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        metrics.beforeEachScrape(looks::incrementAndGet);

        server.get("/metrics");
        server.get("/metrics");

        assertThat(looks).hasValue(2);
    }

    @Test
    void namesRequestsByTheirRouteAndNeverByTheirPath() throws Exception {
        server.get("/things/id-1");
        server.get("/things/id-2");
        server.get("/refused");
        server.get("/nowhere/id-3");
        TestServer.send(
                server.request("/things/id-4").POST(BodyPublishers.noBody()).build());
        TestServer.send(server.request("/nowhere")
                .method("FROB", BodyPublishers.noBody())
                .build());

        assertThat(count("GET", "/things/{id}", "200")).isEqualTo(2);
        assertThat(count("GET", "/refused", "409")).isEqualTo(1);
        assertThat(count("GET", "unmatched", "404")).isEqualTo(1);
        assertThat(count("POST", "unmatched", "405")).isEqualTo(1);
        assertThat(count("OTHER", "unmatched", "404")).isEqualTo(1);
        assertThat(server.get("/metrics").body()).doesNotContain("id-", "FROB");
    }

    @Test
    void timesAnAnswerUntilItIsComplete() throws Exception {
        server.get("/later");

        assertThat(timer("GET", "/later", "200").totalTime(TimeUnit.MILLISECONDS))
                .isBetween(25.0, 10_000.0);
    }

    private long count(String method, String route, String status) {
        return timer(method, route, status).count();
    }

    private Timer timer(String method, String route, String status) {
        return metrics.registry()
                .get("runledger.http.request.duration")
                .tags("method", method, "route", route, "status", status)
                .timer();
    }
}
