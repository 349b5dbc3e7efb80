package io.runledger.endtoend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.AttachedLedger;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.review.ReviewScenariosIT;
import io.runledger.endtoend.review.TwoReviewersIT;
import io.runledger.endtoend.runs.ReadYourWritesIT;
import io.runledger.endtoend.runs.RealRunsIT;
import io.runledger.endtoend.writing.BadInputIT;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The cluster of docker-compose.yml comes up, is a whole ledger from outside, loses a container of each kind, and goes. */
@Timeout(value = 40, unit = TimeUnit.MINUTES)
@TestMethodOrder(OrderAnnotation.class)
@EnabledIfSystemProperty(named = "runledger.test.docker", matches = "true", disabledReason = "needs -Pdocker")
final class ComposeIT {
    private static final Duration HEALTHY = Duration.ofMinutes(10);
    private static final Duration BRIDGED = Duration.ofSeconds(60);
    private static final Compose COMPOSE = new Compose(Path.of("..").toAbsolutePath());
    private static final LedgerApi API = new LedgerApi("http://127.0.0.1:8080");

    private final List<String> written = new ArrayList<>();

    @BeforeAll
    static void up() throws Exception {
        COMPOSE.compose("up", "-d", "--build");
        await().atMost(HEALTHY).pollInterval(Duration.ofSeconds(2)).until(COMPOSE::areHealthy);
    }

    @AfterAll
    static void down() throws Exception {
        COMPOSE.compose("down", "-v");
        assertThat(COMPOSE.containers()).isEmpty();
    }

    @Test
    @Order(1)
    void passesTheEndToEndTestsFromOutside() {
        AttachedLedger.attach(new AttachedLedger(
                API, "127.0.0.1:19092,127.0.0.1:19093,127.0.0.1:19094", "http://127.0.0.1:8081/apis/ccompat/v7"));
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(Stream.of(
                                                    RealRunsIT.class,
                                                    BadInputIT.class,
                                                    OpenApiIT.class,
                                                    ReviewScenariosIT.class,
                                                    TwoReviewersIT.class,
                                                    ReadYourWritesIT.class,
                                                    ExamplesIT.class)
                                            .map(type -> selectClass(type))
                                            .toList())
                                    .build(),
                            listener);
        } finally {
            AttachedLedger.attach(null);
        }
        TestExecutionSummary summary = listener.getSummary();
        System.out.println("from outside: " + summary.getTestsSucceededCount() + " tests passed, "
                + (summary.getTestsAbortedCount() + summary.getTestsSkippedCount()) + " cannot be made from there");
        assertThat(summary.getFailures()).allSatisfy(failure -> assertThat(failure.getException())
                .as(failure.getTestIdentifier().getDisplayName())
                .isNull());
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(30);
    }

    @Test
    @Order(2)
    void survivesTheLossOfOneContainerOfEachKind() throws Exception {
        work("before");
        for (String service : List.of("kafka-2", "registry", "gateway-1", "query-1", "guard-1")) {
            String container = COMPOSE.container(service);
            COMPOSE.docker("kill", container);
            long lost = System.nanoTime();
            work("without-" + service);
            System.out.println("without " + service + ": all answered "
                    + Duration.ofNanos(System.nanoTime() - lost).toMillis() + " ms after its loss");
            COMPOSE.docker("start", container);
            await().atMost(HEALTHY).pollInterval(Duration.ofSeconds(1)).until(() -> COMPOSE.isHealthy(container));
            work("with-" + service);
        }
        for (String id : written) {
            assertThat(API.get("/runs/" + id + "/events/" + id)
                            .expect(200)
                            .json()
                            .path("event_id")
                            .asText())
                    .isEqualTo(id);
        }
        for (int port : List.of(18082, 18083)) {
            LedgerApi node = new LedgerApi("http://127.0.0.1:" + port);
            node.post("/admin/verify", "").expect(202);
            await().atMost(Duration.ofMinutes(3))
                    .until(
                            () -> node.get("/admin/verify").json().path("state").asText(),
                            state -> !state.equals("running"));
            assertThat(node.get("/admin/verify").json().path("state").asText()).isEqualTo("equal");
        }
    }

    /** Writes, reads what was written, and has it decided, as a client does that tries again for a while. */
    private void work(String name) {
        for (int i = 0; i < 24; i++) {
            String id = name + "-" + i;
            JsonNode receipt = answered("POST", "/events", """
                            {"event_id": "%s", "run_id": "%s", "event_type": "t", "producer": "tests",
                             "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""".formatted(id, id));
            written.add(id);
            answered(
                    "GET",
                    "/runs/" + id + "?at_least=" + receipt.path("position").asText(),
                    "");
        }
        answered("POST", "/tasks", "{\"task_id\": \"t\", \"run_id\": \"%s-0\", \"title\": \"t\"}".formatted(name));
        await().atMost(BRIDGED)
                .ignoreExceptionsMatching(e -> e instanceof IOException)
                .until(
                        () -> {
                            API.post(
                                    "/runs/%s-0/tasks/t/complete".formatted(name),
                                    "{}"); // whether it was the first to ask does not matter
                            return API.get("/runs/%s-0/tasks/t".formatted(name))
                                    .json()
                                    .path("state")
                                    .asText();
                        },
                        state -> state.equals("completed"));
    }

    private static JsonNode answered(String method, String path, String body) {
        return await().atMost(BRIDGED)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsMatching(e -> e instanceof IOException)
                .until(
                        () -> method.equals("GET") ? API.get(path) : API.post(path, body),
                        answer -> answer.status() == 200 || answer.status() == 201)
                .json();
    }
}
