package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.Blocker;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Refusal;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewDoorTest {
    private static final String SHA256 = "0".repeat(64);
    private static final String REVIEW = "/runs/run-7/artifacts/a-1/review";
    private static final String APPROVE = "{\"status\": \"approved\", \"comment\": \"fine\", \"actor\": \"ana\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DoorFixture door = new DoorFixture(true);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void appendsTheRequestAndAnswersWithTheStateThatResults() throws Exception {
        CompletableFuture<HttpResponse<String>> later =
                door.sendLater("POST", REVIEW, APPROVE, "If-Match", "\"4\"", "Prefer", "wait=10");
        Event request = sent(0);
        decide(request, granted(5));

        HttpResponse<String> response = later.get(10, TimeUnit.SECONDS);
        assertThat(request.getEventType()).isEqualTo("artifact.review_requested");
        assertThat(request.getRunId()).isEqualTo("run-7");
        assertThat(request.getSubjectKind()).isEqualTo("artifact");
        assertThat(request.getSubjectId()).isEqualTo("a-1");
        assertThat(request.getTaskId()).isNull();
        assertThat(request.getActor()).isEqualTo("ana");
        assertThat(request.getPayload()).isEqualTo("{\"comment\":\"fine\",\"revision\":4,\"status\":\"approved\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(DoorFixture.header(response, "ETag")).isEqualTo("\"5\"");
        assertThat(DoorFixture.header(response, "Preference-Applied")).isEqualTo("wait=10");
        JsonNode answer = DoorFixture.json(response);
        assertThat(answer.path("request_id").asText()).isEqualTo(request.getEventId());
        assertThat(answer.path("decision_id").asText()).isEqualTo(Decision.id(RecordKey.of(request)));
        assertThat(answer.path("revision").asLong()).isEqualTo(5);
        assertThat(answer.path("state").path("status").asText()).isEqualTo("approved");
        assertThat(answer.path("position").asText()).isEqualTo("3:17");
        assertThat(door.decisions.recent.waiters()).isZero();
    }

    @Test
    void saysWhereToAskWhenTheTimeIsUp() throws Exception {
        HttpResponse<String> response = door.send("POST", REVIEW, APPROVE, "Prefer", "respond-async, wait=0");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(DoorFixture.header(response, "Location")).isEqualTo("/runs/run-7/requests/" + sent(0).getEventId());
        assertThat(DoorFixture.header(response, "Preference-Applied")).isEqualTo("wait=0");
        assertThat(DoorFixture.json(response).path("status").asText()).isEqualTo("pending");
        assertThat(door.decisions.recent.waiters()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, 404, unknown",
        "ERASED, 409, refused",
        "ILLEGAL_MOVE, 409, refused",
        "BLOCKED, 409, refused",
        "FOREIGN_RUN, 409, refused",
        "STALE_REVISION, 412, stale-revision",
        "MALFORMED, 422, contract-violation"
    })
    void tellsWhyItWasRefused(Refusal.Reason reason, int status, String type) throws Exception {
        CompletableFuture<HttpResponse<String>> later = door.sendLater("POST", REVIEW, APPROVE);
        decide(
                sent(0),
                refused(new Refusal(
                        reason,
                        "it is not to be",
                        3L,
                        "draft",
                        "superseded",
                        List.of("archived"),
                        List.of(new Blocker("file", "register a file", null)))));

        HttpResponse<String> response = later.get(10, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode problem = DoorFixture.json(response);
        assertThat(problem.path("type").asText()).isEqualTo("urn:runledger:problem:" + type);
        assertThat(problem.path("detail").asText()).isEqualTo("it is not to be");
        assertThat(problem.path("reason").asText()).isEqualTo(reason.word());
        assertThat(problem.path("revision").asLong()).isEqualTo(3);
        assertThat(problem.path("from").asText()).isEqualTo("draft");
        assertThat(problem.path("to").asText()).isEqualTo("superseded");
        assertThat(problem.path("allowed").path(0).asText()).isEqualTo("archived");
        assertThat(problem.path("blocked_by").path(0).path("requirement").asText())
                .isEqualTo("file");
        assertThat(problem.path("request_id").asText()).isEqualTo(sent(0).getEventId());
    }

    @ParameterizedTest
    @CsvSource({"Idempotency-Key, order-17", "Runledger-Actor, ana"})
    void answersARetryWithTheFirstDecision(String header, String value) throws Exception {
        String body =
                header.equals("Idempotency-Key") ? APPROVE : "{\"status\": \"approved\", \"request_id\": \"r-1\"}";
        CompletableFuture<HttpResponse<String>> later = door.sendLater("POST", REVIEW, body, header, value);
        decide(sent(0), granted(2));
        HttpResponse<String> first = later.get(10, TimeUnit.SECONDS);

        HttpResponse<String> again = door.send("POST", REVIEW, body, header, value);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(door.sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r-1",
                "0",
                "019aa5d1-0000-7000-8000-000000000000",
                "ffffffff-ffff-7fff-bfff-ffffffffffff",
                "4c4b1b5e-6c2f-4a5e-9d4b-2f1c8f1d2e3a"
            })
    void takesTheTimeOfArrivalWhateverTheIdIs(String id) throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        for (String[] asked : new String[][] {
            {"POST", REVIEW, "{\"status\": \"approved\", \"request_id\": \"%s\"}"},
            {"POST", "/tasks", "{\"run_id\": \"of-task\", \"task_id\": \"t\", \"request_id\": \"%s\"}"},
            {"POST", "/tasks/t/complete?run_id=completing", "{\"request_id\": \"%s\"}"},
            {"POST", "/artifacts/a/archive?run_id=archiving", "{\"request_id\": \"%s\"}"},
            {"POST", "/artifacts/a/supersede?run_id=superseding", "{\"by\": \"b\", \"request_id\": \"%s\"}"},
            {"POST", "/artifacts/a/attach?run_id=attaching", "{\"task_id\": \"t\", \"request_id\": \"%s\"}"},
            {"PATCH", "/artifacts/a?run_id=changing", "{\"title\": \"b\", \"request_id\": \"%s\"}"},
            {
                "POST",
                "/files",
                "{\"run_id\": \"of-file\", \"filename\": \"f\", \"storage_uri\": \"s3://bucket/f\", \"request_id\": \"%s\"}"
            }
        }) {
            int sent = door.sent().size();
            HttpResponse<String> answer = door.send(asked[0], asked[1], asked[2].formatted(id), "Prefer", "wait=0");
            HttpResponse<String> again = door.send(asked[0], asked[1], asked[2].formatted(id), "Prefer", "wait=0");

            assertThat(answer.statusCode()).as(asked[1]).isIn(201, 202);
            assertThat(again.statusCode()).as(asked[1]).isIn(200, 202);
            assertThat(door.sent()).as("%s, sent again", asked[1]).hasSize(sent + 1);
            assertThat(sent(sent).getOccurredAt()).as(asked[1]).isBetween(before, Instant.now());
        }
    }

    @Test
    void takesTheTimeOfArrivalUnderAKey() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        door.send("POST", REVIEW, APPROVE, "Idempotency-Key", "k", "Prefer", "wait=0");

        assertThat(sent(0).getOccurredAt()).isBetween(before, Instant.now());
    }

    @Test
    void keepsTheTimeThatARequestNames() throws Exception {
        String body = "{\"status\": \"approved\", \"request_id\": \"r-1\", \"occurred_at\": \"2026-11-21T10:00:00Z\"}";
        door.send("POST", REVIEW, body, "Prefer", "wait=0");
        HttpResponse<String> other = door.send("POST", REVIEW, body.replace("10:00", "11:00"), "Prefer", "wait=0");

        assertThat(sent(0).getOccurredAt()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(DoorFixture.json(other).path("errors").findValuesAsText("pointer"))
                .containsExactly("/occurred_at");
    }

    @Test
    void refusesAnotherRequestUnderTheSameId() throws Exception {
        door.send("POST", REVIEW, APPROVE, "Idempotency-Key", "k", "Prefer", "wait=0");

        HttpResponse<String> other = door.send(
                "POST", REVIEW, APPROVE.replace("approved", "rejected"), "Idempotency-Key", "k", "Prefer", "wait=0");

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(DoorFixture.json(other).path("errors").findValuesAsText("pointer"))
                .containsExactly("/payload");
        assertThat(door.decisions.recent.waiters()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/artifacts/a/review|{\"run_id\": \"r\"}|/status",
                "POST|/artifacts/a/review|{\"run_id\": \"r\", \"status\": \"archived\"}|/status",
                "POST|/artifacts/a/review|{\"run_id\": \"r\", \"status\": 3, \"x\": {\"y\": 1}}|/status /x",
                "POST|/runs/q/artifacts/a/review|{\"run_id\": \"r\", \"status\": \"approved\"}|/run_id",
                "POST|/artifacts/a/attach|{\"run_id\": \"r\"}|/task_id",
                "POST|/artifacts/a/attach|{\"run_id\": \"r\", \"task_id\": \"t\", \"bundle_id\": \"b\"}|/task_id",
                "POST|/artifacts/a/supersede|{\"run_id\": \"r\"}|/by",
                "POST|/artifacts/a/archive?run_id=r|{\"comment\": 1}|/comment",
                "PATCH|/artifacts/a?run_id=r|{}|/title",
                "PATCH|/artifacts/a?run_id=r|{\"tags\": [\"x\", 1]}|/tags/1",
                "PATCH|/artifacts/a?run_id=r|{\"title\": \"t\", \"title\": \"t\", \"revision\": -1}|/title /revision",
                "PATCH|/artifacts/a?run_id=r|{\"metadata\": {\"a\": \"data:image/png;base64,AA\"}}|/metadata/a",
                "POST|/tasks|{\"run_id\": \"r\"}|/task_id",
                "POST|/tasks|{\"run_id\": \"r\", \"task_id\": \"t\", \"proof_requirement\": {\"requires_file\": 1}}"
                        + "|/proof_requirement/requires_file /proof_requirement/type",
                "POST|/tasks|{\"run_id\": \"r\", \"task_id\": \"t\", \"proof_requirement\": {\"type\": \"magic\", \"z\": []}}"
                        + "|/proof_requirement/type /proof_requirement/z",
                "POST|/tasks/t/complete|{\"run_id\": \"r\", \"url\": \"https://x.example/?sig=1&se=2027\"}|/url",
                "POST|/tasks|{\"run_id\": \"r\", \"task_id\": \"t\", \"proof_requirement\": {\"type\": \"url\", \"scope\": \"task\", \"artifact_type\": \"a\"}}"
                        + "|/proof_requirement/artifact_type /proof_requirement/scope",
                "POST|/tasks|{\"run_id\": \"r\", \"task_id\": \"t\", \"proof_requirement\": {\"type\": \"artifact\", \"scope\": \"world\", \"task_id\": \"\"}}"
                        + "|/proof_requirement/scope /proof_requirement/task_id",
                "POST|/tasks|{\"run_id\": \"r\", \"task_id\": \"t\", \"proof_requirement\": {\"type\": \"artifact\", \"scope\": \"bundle\", \"task_id\": \"u\"}}"
                        + "|/proof_requirement/scope",
                "POST|/files|{\"run_id\": \"r\"}|/filename /storage_uri",
                "POST|/files|{\"run_id\": \"r\", \"filename\": \"f\", \"storage_uri\": \"https://u:p@x.example/\"}|/storage_uri",
                "POST|/files|{\"run_id\": \"r\", \"filename\": \"f\", \"storage_uri\": \"s3://bucket/k\", \"checksum\": {}}"
                        + "|/checksum/algorithm /checksum/value"
            })
    void namesEveryFieldThatIsWrong(String method, String path, String body, String pointers) throws Exception {
        HttpResponse<String> response = door.send(method, path, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(DoorFixture.json(response).path("errors").findValuesAsText("pointer"))
                .containsExactly(pointers.split(" ", -1));
        assertThat(door.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/artifacts/a/review|{\"status\": \"approved\"}||run_id",
                "/artifacts/a/review?reason=x|{\"status\": \"approved\"}||reason",
                "/runs/r/artifacts/a/review?run_id=q|{\"status\": \"approved\"}||run_id",
                "/runs/r/artifacts/a/review|{\"status\": \"approved\"}|W/\"3\"|If-Match",
                "/runs/r/artifacts/a/review|{\"status\": \"approved\", \"revision\": 2}|\"3\"|If-Match",
                "/runs/r/artifacts/a/review|{\"status\": ||not JSON"
            })
    void saysWhatCannotBeRead(String path, String body, @Nullable String condition, String said) throws Exception {
        HttpResponse<String> response = condition == null
                ? door.send("POST", path, body)
                : door.send("POST", path, body, "If-Match", condition);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(DoorFixture.json(response).path("detail").asText()).contains(said);
        assertThat(door.sent()).isEmpty();
    }

    @Test
    void asksForEveryChangeInItsOwnWords() throws Exception {
        String[][] asked = {
            {"PATCH", "/artifacts/a?run_id=r", "{\"title\": \"T\", \"tags\": [\"x\"], \"metadata\": {\"b\": 1.50}}"},
            {"POST", "/artifacts/a/attach?run_id=r", "{\"task_id\": \"t\", \"run_id\": \"q\"}"},
            {"POST", "/artifacts/a/attach", "{\"bundle_id\": \"b\", \"run_id\": \"r\"}"},
            {"POST", "/runs/r/artifacts/a/archive", ""},
            {"POST", "/runs/r/artifacts/a/supersede", "{\"by\": \"a-2\"}"},
            {"POST", "/tasks", "{\"run_id\": \"r\", \"task_id\": \"t/1\", \"proof_requirement\": {\"type\": \"file\"}}"
            },
            {"POST", "/runs/r/tasks/t%2F1/complete", "{\"url\": \"https://x.example/1\", \"files\": [\"f\"]}"}
        };
        for (String[] each : asked) {
            assertThat(door.send(each[0], each[1], each[2], "Prefer", "wait=0").statusCode())
                    .as(String.join(" ", each))
                    .isEqualTo(202);
        }

        List<String> events = new ArrayList<>();
        for (int i = 0; i < asked.length; i++) {
            Event event = sent(i);
            events.add(event.getEventType() + " " + event.getRunId() + " " + event.getSubjectId() + " "
                    + event.getTaskId() + " " + event.getPayload());
        }
        assertThat(events)
                .containsExactly(
                        "artifact.update_requested r a null {\"metadata\":{\"b\":1.5},\"tags\":[\"x\"],\"title\":\"T\"}",
                        "artifact.attach_requested r a null {\"run_id\":\"q\",\"task_id\":\"t\"}",
                        "artifact.attach_requested r a null {\"bundle_id\":\"b\",\"run_id\":\"r\"}",
                        "artifact.archive_requested r a null {}",
                        "artifact.supersede_requested r a null {\"by\":\"a-2\"}",
                        "task.declare_requested r t/1 t/1 {\"proof_requirement\":{\"type\":\"file\"}}",
                        "task.complete_requested r t/1 t/1 {\"files\":[\"f\"],\"url\":\"https://x.example/1\"}");
    }

    @Test
    void registersAFileAsAnEvent() throws Exception {
        String body = """
                {"run_id": "r", "task_id": "t", "file_id": "f 1", "filename": "r.pdf", "storage_uri": "s3://reports/r.pdf",
                 "content_type": "application/pdf", "size_bytes": 12, "checksum": {"algorithm": "sha256", "value": "%s"}}""".formatted(SHA256);

        HttpResponse<String> response = door.send("POST", "/files", body, "Idempotency-Key", "k");
        HttpResponse<String> again = door.send("POST", "/runs/r/files", body, "Idempotency-Key", "k");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode event = DoorFixture.json(response);
        assertThat(event.path("event_type").asText()).isEqualTo("file.registered");
        assertThat(event.path("subject_kind").asText()).isEqualTo("file");
        assertThat(event.path("subject_id").asText()).isEqualTo("f 1");
        assertThat(event.path("task_id").asText()).isEqualTo("t");
        assertThat(event.path("payload")).isEqualTo(JSON.readTree("""
                        {"checksum":{"algorithm":"sha256","value":"%s"},"content_type":"application/pdf",
                         "filename":"r.pdf","size_bytes":12,"storage_uri":"s3://reports/r.pdf"}""".formatted(SHA256)));
        assertThat(event.has("position")).isTrue();
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(response.body());
    }

    @Test
    void letsOnlyTheGuardDecideAndEverybodyAsk() throws Exception {
        String event = """
                {"event_type": "%s", "run_id": "r", "producer": "tests", "occurred_at": "2026-11-21T10:00:00Z",
                 "subject_kind": "task", "subject_id": "t", "payload": {}}""";
        for (String decision : List.of("task.completed", "artifact.reviewed", "request.refused")) {
            HttpResponse<String> response = door.post("/events", event.formatted(decision));
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(DoorFixture.json(response)
                            .path("errors")
                            .path(0)
                            .path("pointer")
                            .asText())
                    .isEqualTo("/event_type");
            assertThat(response.body())
                    .contains(decision.equals("task.completed") ? "/tasks/{task_id}/complete" : "/review");
        }

        assertThat(door.post("/events", event.formatted("task.complete_requested"))
                        .statusCode())
                .isEqualTo(201);
        JsonNode batch = DoorFixture.json(door.post("/events/batch", "[" + event.formatted("task.completed") + "]"));
        assertThat(batch.path("items").path(0).path("status").asInt()).isEqualTo(422);
    }

    @Test
    void keepsTheStoragePolicyOfItsEnvironment() throws Exception {
        String artifact = """
                {"artifact_type": "report", "title": "A", "storage_provider": "%s", "location": "%s",
                 "data_class": "public", "run_id": "run-7", "source_type": "system", "created_by": "t"}""";
        String local = artifact.formatted("local-dev", "file:///srv/r.pdf");
        String signed = artifact.formatted("s3", "https://b.s3.amazonaws.com/k?X-Amz-Signature=00");

        assertThat(door.post("/artifacts", local).statusCode()).isEqualTo(201);
        JsonNode refused = DoorFixture.json(door.post("/artifacts", signed));
        assertThat(refused.path("status").asInt()).isEqualTo(422);
        assertThat(refused.path("errors").findValuesAsText("pointer")).containsExactly("/location", "/location");
        assertThat(refused.path("reasons")).hasToString("[\"location-misfit\",\"signed-url\"]");
        JsonNode batch = DoorFixture.json(door.post("/artifacts/batch", "[" + signed + "," + local + "]"));
        assertThat(batch.path("items").findValuesAsText("status")).containsExactly("422", "201");
        try (DoorFixture production = new DoorFixture(true, Map.of("RUNLEDGER_ENV", "production"))) {
            HttpResponse<String> response = production.post("/artifacts", local);
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(DoorFixture.json(response).path("reasons")).hasToString("[\"local-storage\"]");
            assertThat(production.sent()).isEmpty();
        }
    }

    @Test
    void holdsNoThreadForThoseWhoWait() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(door.sendLater(
                    "POST", REVIEW, "{\"status\": \"approved\", \"request_id\": \"r" + i + "\"}", "Prefer", "wait=60"));
        }
        Awaitility.await().until(() -> door.decisions.recent.waiters() == 1_000);
        Awaitility.await().until(() -> door.sent().size() == 1_000);

        assertThat(door.post("/events", """
                {"event_type": "t", "run_id": "r", "producer": "tests", "occurred_at": "2026-11-21T10:00:00Z",
                 "payload": {}}""").statusCode()).isEqualTo(201);
        door.decisions.recent.close();
        for (CompletableFuture<HttpResponse<String>> each : waiting) {
            assertThat(each.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        }
        assertThat(door.decisions.recent.waiters()).isZero();
    }

    private Event sent(int index) {
        Awaitility.await().until(() -> door.sent().size() > index);
        return (Event) door.sent().get(index).value();
    }

    private void decide(Event request, Decision decision) {
        door.decisions.decide(RecordKey.of(request), decision);
    }

    private static Decision granted(long revision) {
        return new Decision(
                "r",
                ArtifactRequest.REVIEW,
                null,
                "draft",
                JSON.createObjectNode().put("status", "approved").put("revision", revision),
                null);
    }

    private static Decision refused(Refusal refusal) {
        return new Decision("r", ArtifactRequest.REVIEW, null, null, null, refusal);
    }
}
