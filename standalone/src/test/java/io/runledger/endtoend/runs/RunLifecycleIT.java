package io.runledger.endtoend.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.SharedLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Event;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run's life as its events tell it: what the door takes of them, and how the run is shown. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(SharedLedger.class)
final class RunLifecycleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOON = "2026-11-21T12:00:00.000000Z";

    private final TestLedger ledger;
    private final LedgerApi api;

    RunLifecycleIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void tellsHowARunWent() throws Exception {
        String run = "life-told";
        api.post("/events", event(run, "noted", "2026-11-21T11:59:00Z", "{}")).expect(201);
        assertThat(run(run, shown -> true).path("status").asText())
                .as("events come")
                .isEqualTo("running");

        JsonNode start = api.post("/events", event(run, "run.started", NOON, """
                        {"name": "nightly", "tenant": "acme", "user": "kim", "request_id": "rq-1", "parent_run_id": "run-0",
                         "config": {"model": {"layers": [1, null, "x"]}, "seed": 7}, "config_digest": "sha256:9f86",
                         "versions": {"git_commit": "8f3a2c1", "tool": "4.2"}, "kept": "as it is"}"""))
                .expect(201)
                .json();
        api.post("/events", event(run, "tool.called", "2026-11-21T12:00:01Z", """
                        {"name": "search", "arguments": {"q": ["cats", {"deep": 1}]}, "result_summary": "3 hits",
                         "status": "ok", "duration_ms": 12.5, "policy_verdict": "allowed"}"""))
                .expect(201);
        api.post("/events", event(run, "evidence.retrieved", "2026-11-21T12:00:02Z", """
                        {"source": "wiki", "query": "cats", "items": [{"uri": "https://w.example/7", "score": 0.5}]}"""))
                .expect(201);
        api.post("/events", ofTask(run, "train", "2026-11-21T12:00:03Z")).expect(201);
        api.post("/events", ofTask(run, "train", "2026-11-21T12:00:04.250Z")).expect(201);
        JsonNode running = run(run, shown -> shown.path("event_count").asInt() == 6);

        assertThat(running.path("status").asText()).isEqualTo("running");
        assertThat(running.has("finished_at") || running.has("duration_ms")).isFalse();

        api.post("/events", event(run, "eval.scored", "2026-11-21T12:00:05Z", "{\"name\": \"f1\", \"score\": 0.91}"))
                .expect(201);
        api.post("/events", event(run, "eval.gated", "2026-11-21T12:00:05Z", """
                        {"gate": "release", "verdict": "fail", "thresholds": {"f1": 0.95}, "scores": {"f1": 0.91}}"""))
                .expect(201);
        JsonNode end = api.post("/events", event(run, "run.finished", "2026-11-21T12:00:05.5Z", """
                        {"status": "failed", "error": {"type": "GateFailed", "message": "f1 is too low", "gate": "release"},
                         "metrics": {"f1": 0.91}, "result": ["a", 1]}"""))
                .expect(201)
                .json();
        JsonNode shown = run(run, told -> told.has("finished_at"));

        assertThat(shown.path("status").asText()).isEqualTo("failed");
        assertThat(shown.path("started_at").asText()).isEqualTo(NOON);
        assertThat(shown.path("finished_at").asText()).isEqualTo("2026-11-21T12:00:05.500000Z");
        assertThat(shown.path("duration_ms").asLong()).isEqualTo(5_500);
        assertThat(shown.path("error"))
                .isEqualTo(
                        JSON.readTree("{\"gate\":\"release\",\"message\":\"f1 is too low\",\"type\":\"GateFailed\"}"));
        assertThat(shown.path("versions")).hasToString("{\"git_commit\":\"8f3a2c1\",\"tool\":\"4.2\"}");
        assertThat(List.of("name", "tenant", "user", "request_id", "parent_run_id", "config_digest"))
                .extracting(name -> shown.path(name).asText())
                .containsExactly("nightly", "acme", "kim", "rq-1", "run-0", "sha256:9f86");
        assertThat(shown.path("config_event_id")).isEqualTo(start.path("event_id"));
        assertThat(shown.path("finished_event_id")).isEqualTo(end.path("event_id"));
        assertThat(api.get("/runs/" + run + "/events/"
                                + shown.path("config_event_id").asText())
                        .expect(200)
                        .json()
                        .at("/payload/config/model/layers"))
                .hasToString("[1,null,\"x\"]");
        JsonNode task = shown.path("tasks").get(0);
        assertThat(task.path("first_event_at").asText()).isEqualTo("2026-11-21T12:00:03.000000Z");
        assertThat(task.path("duration_ms").asLong()).isEqualTo(1_250);

        JsonNode row = api.all("/runs", "runs").stream()
                .filter(each -> each.path("run_id").asText().equals(run))
                .findFirst()
                .orElseThrow();
        for (String name : List.of("status", "name", "created_at", "started_at", "finished_at", "duration_ms")) {
            assertThat(row.path(name)).as(name).isEqualTo(shown.path(name));
        }
    }

    @Test
    void theNewestAttemptCountsWhateverComesLate() throws Exception {
        String run = "life-twice";
        api.post("/events", event(run, "run.started", NOON, "{\"name\": \"first\"}"))
                .expect(201);
        api.post("/events", event(run, "run.finished", "2026-11-21T12:00:01Z", """
                        {"status": "failed", "error": {"type": "Timeout", "message": "too slow"}}"""))
                .expect(201);
        api.post("/events", event(run, "run.started", "2026-11-21T12:00:02Z", "{\"name\": \"second\"}"))
                .expect(201);
        JsonNode again = run(run, told -> told.path("event_count").asInt() == 3);
        assertThat(again.path("status").asText()).isEqualTo("running");
        assertThat(again.has("finished_at") || again.has("error")).isFalse();

        api.post("/events", event(run, "run.finished", "2026-11-21T12:00:05Z", "{\"status\": \"succeeded\"}"))
                .expect(201);
        api.post("/events", event(run, "run.finished", "2026-11-21T11:00:00Z", "{\"status\": \"cancelled\"}"))
                .expect(201);
        JsonNode shown = run(run, told -> told.path("event_count").asInt() == 5);

        assertThat(shown.path("name").asText()).isEqualTo("second");
        assertThat(shown.path("status").asText()).isEqualTo("succeeded");
        assertThat(shown.path("duration_ms").asLong()).isEqualTo(3_000);
        assertThat(shown.path("attempt_count").asLong()).isEqualTo(3);
        assertThat(shown.path("attempts").findValuesAsText("status"))
                .containsExactly("succeeded", "failed", "cancelled");
        JsonNode failed = shown.path("attempts").get(1);
        assertThat(failed.path("duration_ms").asLong()).isEqualTo(1_000);
        assertThat(failed.path("error")).isEqualTo(JSON.readTree("{\"type\":\"Timeout\",\"message\":\"too slow\"}"));
        assertThat(shown.path("attempts").get(2).has("started_at")).isFalse();
        assertThat(api.get("/runs?status=succeeded&run_id_prefix=" + run).json().path("runs"))
                .hasSize(1);
        assertThat(api.get("/runs?status=failed&run_id_prefix=" + run).json().path("runs"))
                .isEmpty();
    }

    @Test
    void anOldEndThatIsSentAgainChangesNothing() throws Exception {
        String run = "life-again";
        Event end = Event.newBuilder(direct(run, "end-1", "run.finished", "{\"status\":\"failed\"}"))
                .setOccurredAt(Instant.parse("2026-11-21T12:00:01Z"))
                .build();
        api.post("/events", event(run, "run.started", NOON, "{}")).expect(201);
        try (DirectLog log = new DirectLog(ledger)) {
            log.send(end);
            log.flush();
            api.post("/events", event(run, "run.started", "2026-11-21T12:00:02Z", "{}"))
                    .expect(201);
            api.post("/events", event(run, "run.finished", "2026-11-21T12:00:03Z", "{\"status\": \"succeeded\"}"))
                    .expect(201);
            log.send(end); // as by a producer that was not sure: it stands on a newer place from now on
            log.flush();
        }
        long place = run(
                        run,
                        told -> told.path("event_count").asInt() == 4
                                && told.at("/last_event/event_id").asText().equals("end-1"))
                .at("/last_event/sequence")
                .asLong();

        JsonNode shown = run(run, told -> true);
        assertThat(place).isPositive();
        assertThat(shown.path("status").asText()).isEqualTo("succeeded");
        assertThat(shown.path("attempts").findValuesAsText("status")).containsExactly("succeeded", "failed");
    }

    @Test
    void decisionsAreNoPartOfWhatRan() throws Exception {
        String run = "life-reviewed";
        api.post("/events", event(run, "run.started", NOON, "{}")).expect(201);
        api.post("/events", ofTask(run, "train", NOON)).expect(201);
        api.post("/events", ofTask(run, "train", "2026-11-21T12:00:08Z")).expect(201);
        api.post("/artifacts", """
                        {"artifact_id": "model", "artifact_type": "report", "title": "A model", "storage_provider": "external-url",
                         "location": "https://example.org/model", "data_class": "internal", "run_id": "%s", "task_id": "train",
                         "source_type": "system", "created_by": "tests"}""".formatted(run)).expect(201);
        api.post("/tasks", "{\"run_id\": \"%s\", \"task_id\": \"train\", \"actor\": \"kim\"}".formatted(run))
                .expect(200);
        api.post("/artifacts/model/review?run_id=" + run, "{\"status\": \"approved\", \"actor\": \"kim\"}")
                .expect(200);
        api.post("/tasks/train/complete?run_id=" + run, "{\"actor\": \"kim\"}").expect(200);
        JsonNode shown =
                run(run, told -> told.at("/events_by_type/task.completed").asInt() == 1);

        assertThat(shown.path("last_work_at").asText()).startsWith("2026-11-21T12:00:08");
        assertThat(shown.has("duration_ms")).as("it did not end").isFalse();
        assertThat(shown.path("tasks").get(0).path("duration_ms").asLong()).isEqualTo(8_000);
        JsonNode compared = api.get("/runs/compare?baseline=%s&candidate=%s".formatted(run, run))
                .expect(200)
                .json();
        assertThat(compared.path("tasks").get(0).path("baseline").asLong()).isEqualTo(8_000);
    }

    @Test
    void refusesWhatDoesNotConformAndStoresNoneOfIt() throws Exception {
        String run = "life-refused";

        Answer start = api.post(
                        "/events",
                        event(run, "run.started", NOON, "{\"config\": [1], \"versions\": {\"tool\": 4}, \"user\": 7}"))
                .expect(422);
        Answer end = api.post(
                        "/events",
                        event(run, "run.finished", NOON, "{\"status\": \"done\", \"error\": {\"type\": \"E\"}}"))
                .expect(422);
        Answer call = api.post(
                        "/events",
                        event(run, "tool.called", NOON, "{\"policy_verdict\": \"perhaps\", \"arguments\": [{}]}"))
                .expect(422);

        assertThat(start.json().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/payload/config", "/payload/versions/tool", "/payload/user");
        assertThat(end.json().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/payload/status", "/payload/error/message");
        assertThat(call.json().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/payload/policy_verdict", "/payload/name");
        api.get("/runs/" + run).expect(404);
    }

    @Test
    void showsRunsWhoseEventsCameByKafkaAndKeepNoContract() throws Exception {
        String run = "life-direct";
        try (DirectLog log = new DirectLog(ledger)) {
            log.send(direct(run, "start", "run.started", "{\"versions\":[1],\"name\":{\"a\":1},\"tenant\":\"acme\"}"));
            log.send(direct(run, "end", "run.finished", "[\"done\"]"));
            log.flush();
        }

        JsonNode shown = run(run, told -> told.path("event_count").asInt() == 2);

        assertThat(shown.path("status").asText()).isEqualTo("unknown");
        assertThat(shown.path("tenant").asText()).isEqualTo("acme");
        assertThat(shown.has("versions") || shown.has("name") || shown.has("error"))
                .isFalse();
        assertThat(shown.path("finished_event_id").asText()).isEqualTo("end");
        assertThat(shown.path("duration_ms").asLong()).isZero();
    }

    @Test
    void listsTheContractsThatComeWithTheLedger() throws Exception {
        JsonNode contracts = api.get("/contracts").expect(200).json().path("contracts");

        for (BuiltInPayload payload : BuiltInPayload.all()) {
            assertThat(contracts).anySatisfy(contract -> {
                assertThat(contract.path("event_type").asText()).isEqualTo(payload.eventType());
                assertThat(contract.path("versions")).hasToString("[1]");
                assertThat(contract.path("compatibility").asText()).isEqualTo("FULL_TRANSITIVE");
            });
            JsonNode registered = api.get("/contracts/" + payload.subject() + "/versions/latest")
                    .expect(200)
                    .json();
            assertThat(registered.path("schema"))
                    .isEqualTo(JSON.readTree(payload.schema().toString()));
        }
        api.send(
                        "PUT",
                        "/contracts/payload/run.started",
                        BodyPublishers.ofString("{\"type\":\"record\",\"name\":\"RunStarted\",\"fields\":"
                                + "[{\"name\":\"cluster\",\"type\":\"string\"}]}"),
                        "Content-Type",
                        "application/json")
                .expect(409);
    }

    private JsonNode run(String run, Predicate<JsonNode> isTold) {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> {
                            Answer answer = api.get("/runs/" + run);
                            return answer.status() == 200 ? answer.json() : JSON.createObjectNode();
                        },
                        told -> told.has("run_id") && isTold.test(told));
    }

    private static Event direct(String run, String id, String type, String payload) {
        return Event.newBuilder(DirectLog.event(run, id, payload))
                .setEventType(type)
                .setOccurredAt(Instant.parse(NOON))
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }

    private static String ofTask(String run, String task, String at) {
        return JSON.createObjectNode()
                .put("event_type", "noted")
                .put("run_id", run)
                .put("task_id", task)
                .put("producer", "tests")
                .put("occurred_at", at)
                .set("payload", JSON.createObjectNode())
                .toString();
    }

    private static String event(String run, String type, String at, String payload) throws IOException {
        return JSON.createObjectNode()
                .put("event_type", type)
                .put("run_id", run)
                .put("producer", "tests")
                .put("occurred_at", at)
                .set("payload", JSON.readTree(payload))
                .toString();
    }
}
