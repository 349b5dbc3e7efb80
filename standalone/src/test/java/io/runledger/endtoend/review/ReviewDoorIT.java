package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.Blocker;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.Refusal.Reason;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.settings.Settings;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.gateway.Gateway;
import io.runledger.gateway.GatewayConfig;
import io.runledger.http.ServerRules;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The door for requests before a real log. It is a gateway of its own, on a log of its own, so that nobody decides but the
 * test's guard, which does what the artifact's or task's id says.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class ReviewDoorIT {
    private static final int PARTITIONS = 3;
    private static final String APPROVE = "{\"status\": \"approved\", \"actor\": \"ana\"}";

    /** Few threads of its own: those of this process are counted. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newFixedThreadPool(2, task -> {
                Thread thread = new Thread(task, "waiting client");
                thread.setDaemon(true);
                return thread;
            }))
            .build();

    /** The most that the gateway's server has, for requests that are worked on, and some for the rest of the process. */
    private static final int MOST_MORE_THREADS = 64 + 16;

    private static final AtomicInteger LOGS = new AtomicInteger();

    /** Every test has a log of its own: a guard that starts reads it from its beginning. */
    private final String topic = "review-door-" + LOGS.incrementAndGet() + ".log";

    private final TestLedger ledger;
    private Gateway gateway;
    private LedgerApi api;
    private ScriptedGuard guard;

    ReviewDoorIT(TestLedger ledger) throws Exception {
        this.ledger = ledger;
        gateway = start();
        api = new LedgerApi("http://127.0.0.1:" + gateway.port());
        guard = new ScriptedGuard(ledger, topic, PARTITIONS, new Seal(TestLedger.GUARD_KEY), ReviewDoorIT::decide);
    }

    @AfterEach
    void stop() throws Exception {
        guard.close();
        gateway.close();
    }

    private Gateway start() throws Exception {
        return Gateway.start(
                GatewayConfig.from(Map.of(
                        "RUNLEDGER_GUARD_KEY",
                        TestLedger.GUARD_KEY,
                        "RUNLEDGER_KAFKA_BOOTSTRAP",
                        ledger.bootstrapServers(),
                        "RUNLEDGER_REGISTRY_URL",
                        ledger.registryUrl(),
                        "RUNLEDGER_LOG_TOPIC",
                        topic,
                        "RUNLEDGER_LOG_PARTITIONS",
                        String.valueOf(PARTITIONS),
                        "RUNLEDGER_GATEWAY_PORT",
                        "0",
                        "RUNLEDGER_APPEND_TIMEOUT",
                        "3s")),
                ServerRules.from(new Settings(Map.of())));
    }

    private static Optional<Decision> decide(Event request) {
        RequestType type = RequestType.ofEventType(request.getEventType()).orElseThrow();
        String subject = String.valueOf(request.getSubjectId());
        if (subject.startsWith("undecided")) {
            return Optional.empty();
        }
        Refusal refusal = subject.startsWith("not-")
                ? refusal(Reason.valueOf(
                        subject.substring(4).toUpperCase(Locale.ROOT).replace('-', '_')))
                : null;
        ArtifactState state = new ArtifactState(
                ArtifactStatus.APPROVED, 2, null, null, "ana", null, null, null, null, null, null, null, null);
        return Optional.of(new Decision(
                request.getEventId(), type, null, "draft", refusal == null ? ReviewJson.tree(state) : null, refusal));
    }

    private static Refusal refusal(Reason reason) {
        return new Refusal(
                reason,
                "the test says no",
                7L,
                reason == Reason.ILLEGAL_MOVE ? "archived" : null,
                reason == Reason.ILLEGAL_MOVE ? "approved" : null,
                reason == Reason.ILLEGAL_MOVE ? List.of() : null,
                reason == Reason.BLOCKED ? List.of(new Blocker("file", "register a file", null)) : null);
    }

    @Test
    void answersWithTheDecisionThatStandsOnTheLog() throws Exception {
        LedgerApi.Answer answer = ask("/runs/r-1/artifacts/a/review", APPROVE, "If-Match", "\"1\"")
                .expect(200);

        assertThat(answer.json().path("state").path("status").asText()).isEqualTo("approved");
        assertThat(answer.json().path("position").asText()).matches("\\d+:\\d+");
        assertThat(answer.headers().get("etag")).containsExactly("\"2\"");
        LedgerApi.Answer patched = api.send(
                        "PATCH",
                        "/artifacts/a?run_id=r-1",
                        BodyPublishers.ofString("{\"title\": \"Another\"}"),
                        "Content-Type",
                        "application/json")
                .expect(200);
        assertThat(patched.json().path("revision").asLong()).isEqualTo(2);
    }

    @Test
    void tellsRefusalsApart() throws Exception {
        ask("/runs/r-2/artifacts/not-unknown/review", APPROVE).expect(404);
        JsonNode move = ask("/runs/r-2/artifacts/not-illegal-move/review", APPROVE)
                .expect(409)
                .json();
        assertThat(move.path("from").asText()).isEqualTo("archived");
        JsonNode blocked = ask("/runs/r-2/tasks/not-blocked/complete", "{\"comment\": \"done\"}")
                .expect(409)
                .json();
        assertThat(blocked.path("blocked_by").path(0).path("requirement").asText())
                .isEqualTo("file");
        JsonNode stale = ask("/runs/r-2/artifacts/not-stale-revision/archive", "{}")
                .expect(412)
                .json();
        assertThat(stale.path("revision").asLong()).isEqualTo(7);
        ask("/runs/r-2/artifacts/not-malformed/archive", "{}").expect(422);
        ask("/runs/r-2/artifacts/a/review", "{\"status\": \"archived\"}").expect(422);
        ask("/artifacts/a/review", APPROVE).expect(400);
    }

    @Test
    void saysWhereToAskWhenNothingIsDecidedInTime() throws Exception {
        LedgerApi.Answer answer = ask(
                        "/runs/r-3/artifacts/undecided/archive", "{\"request_id\": \"q\"}", "Prefer", "wait=1")
                .expect(202);

        assertThat(answer.headers().get("location")).containsExactly("/runs/r-3/requests/q");
        assertThat(answer.headers().get("preference-applied")).containsExactly("wait=1");
    }

    @Test
    void givesARetryTheFirstDecision() throws Exception {
        LedgerApi.Answer first = ask("/runs/r-4/artifacts/a/review", APPROVE, "Idempotency-Key", "k")
                .expect(200);
        int seen = guard.seen();

        LedgerApi.Answer again = ask("/runs/r-4/artifacts/a/review", APPROVE, "Idempotency-Key", "k")
                .expect(200);
        gateway.close();
        gateway = start();
        api = new LedgerApi("http://127.0.0.1:" + gateway.port());
        LedgerApi.Answer elsewhere = ask("/runs/r-4/artifacts/a/review", APPROVE, "Idempotency-Key", "k")
                .expect(200);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(elsewhere.json().path("decision_id")).isEqualTo(first.json().path("decision_id"));
        assertThat(elsewhere.json().path("state")).isEqualTo(first.json().path("state"));
        assertThat(guard.seen()).isEqualTo(seen + 1); // the same event again, which the guard answers again
    }

    @Test
    void believesNobodyButTheGuard() throws Exception {
        guard.close();
        guard = new ScriptedGuard(ledger, topic, PARTITIONS, new Seal("another secret"), ReviewDoorIT::decide);

        ask("/runs/r-5/artifacts/a/review", APPROVE, "Prefer", "wait=2").expect(202);
        assertThat(guard.seen()).isPositive();
    }

    @Test
    void holdsNoThreadsForAThousandWhoWait() throws Exception {
        ask("/runs/r-6/artifacts/a/archive", "").expect(200);
        int before = Thread.activeCount();
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        int seen = guard.seen();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(waitFor("/runs/r-6/artifacts/undecided-" + i + "/archive"));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> guard.seen() >= seen + 1_000);

        long start = System.nanoTime();
        ask("/runs/r-6/artifacts/b/archive", "").expect(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(Thread.activeCount() - before).isLessThan(MOST_MORE_THREADS);
        for (CompletableFuture<Integer> each : waiting) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(202);
        }
    }

    @Test
    void registersFilesAndRefusesDecisionsOfOthers() throws Exception {
        api.post("/files", """
                {"run_id": "r-7", "file_id": "f", "filename": "r.pdf", "storage_uri": "s3://reports/r.pdf"}""").expect(201);
        api.post("/runs/r-7/files", "{\"filename\": \"r.pdf\", \"storage_uri\": \"https://x.example/?sig=1&se=2027\"}")
                .expect(422);
        api.post("/events", """
                {"event_type": "task.completed", "run_id": "r-7", "producer": "tests",
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""").expect(422);
        api.post("/events", """
                {"event_type": "task.complete_requested", "run_id": "r-7", "task_id": "t", "producer": "tests",
                 "subject_kind": "task", "subject_id": "t", "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""").expect(201);
    }

    @Test
    void refusesWhileTheBrokerIsAwayAndGoesOnWhenItIsBack() throws Exception {
        ask("/runs/r-8/artifacts/a/archive", "{}").expect(200);
        guard.close();

        ledger.stopBroker();
        JsonNode away = ask("/runs/r-8/artifacts/a/archive", "{\"request_id\": \"q\"}")
                .expect(503)
                .json();
        assertThat(away.path("event_id").asText()).isEqualTo("q");
        ledger.startBrokerAgain();
        guard = new ScriptedGuard(ledger, topic, PARTITIONS, new Seal(TestLedger.GUARD_KEY), ReviewDoorIT::decide);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> ask("/runs/r-8/artifacts/a/archive", "{\"request_id\": \"q\"}")
                                .status()
                        == 200);
    }

    private CompletableFuture<Integer> waitFor(String path) {
        return CLIENT.sendAsync(
                        HttpRequest.newBuilder(URI.create(api.url() + path))
                                .headers("Content-Type", "application/json", "Prefer", "wait=20")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private LedgerApi.Answer ask(String path, String body, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return api.send("POST", path, BodyPublishers.ofString(body), all.toArray(String[]::new));
    }
}
