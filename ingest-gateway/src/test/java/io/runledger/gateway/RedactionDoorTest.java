package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedactionDoorTest {
    private static final String TOKEN = "gh" + "p_" + "a1B2".repeat(9);
    private static final String EVENT = """
            {"event_id": "e-1", "event_type": "tool.called", "run_id": "run-7", "producer": "tests",
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {"arguments": "{\\"q\\":\\"%s\\"}", "api_key": "k-1", "n": 1}}""".formatted(TOKEN);
    private static final String ARTIFACT = """
            {"artifact_id": "a-1", "artifact_type": "report", "title": "Report %1$s", "storage_provider": "external-url",
             "location": "https://example.org/r", "data_class": "public", "run_id": "run-7", "source_type": "manual-link",
             "created_by": "tests", "tags": ["x", "%1$s"], "metadata": {"password": "hunter2", "pages": 3}}""".formatted(TOKEN);

    private final List<DoorFixture> doors = new ArrayList<>();

    private DoorFixture door(Map<String, String> settings) {
        DoorFixture door = new DoorFixture(true, settings);
        doors.add(door);
        return door;
    }

    @AfterEach
    void stop() {
        doors.forEach(DoorFixture::close);
    }

    @Test
    void storesAnEventWithoutItsSecretsAndSaysWhereTheyStood() throws Exception {
        DoorFixture door = door(Map.of());

        HttpResponse<String> answer = door.post("/events", EVENT);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).doesNotContain(TOKEN).doesNotContain("k-1");
        Event stored = (Event) door.sent().get(0).value();
        assertThat(stored.getPayload())
                .isEqualTo(
                        "{\"api_key\":\"[REDACTED:api-key]\",\"arguments\":\"{\\\"q\\\":\\\"[REDACTED:github-token]\\\"}\",\"n\":1}");
        assertThat(stored.getPayloadDigest()).isEqualTo(PayloadDigest.of(stored.getPayload()));
        assertThat(stored.getRedactions()).containsExactly("/payload/api_key", "/payload/arguments");
        assertThat(stored.getContentKept()).isNull();
    }

    @Test
    void takesARetryOfTheSameSecretForTheSameRecord() throws Exception {
        DoorFixture door = door(Map.of());

        HttpResponse<String> first = door.post("/events", EVENT);
        HttpResponse<String> again = door.post("/events", EVENT);
        HttpResponse<String> other = door.post("/events", EVENT.replace("\"n\": 1", "\"n\": 2"));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(409);
    }

    @Test
    void redactsWhatIsWrittenForPeopleInAnArtifact() throws Exception {
        DoorFixture door = door(Map.of());

        assertThat(door.post("/artifacts", ARTIFACT).statusCode()).isEqualTo(201);

        Artifact stored = (Artifact) door.sent().get(0).value();
        assertThat(stored.getTitle()).isEqualTo("Report [REDACTED:github-token]");
        assertThat(stored.getTags()).containsExactly("x", "[REDACTED:github-token]");
        assertThat(stored.getMetadata()).isEqualTo("{\"pages\":3,\"password\":\"[REDACTED:password]\"}");
        assertThat(stored.getRedactions()).containsExactly("/metadata/password", "/tags/1", "/title");
    }

    @Test
    void redactsRequestsFilesAndReasonsOfErasures() throws Exception {
        DoorFixture door = door(Map.of("RUNLEDGER_DECISION_WAIT", "0s"));

        door.post(
                "/artifacts/a-1/review?run_id=run-7",
                "{\"status\": \"approved\", \"comment\": \"ok, the key is " + TOKEN + "\"}");
        door.post(
                "/files?run_id=run-7",
                "{\"filename\": \"" + TOKEN + ".txt\", \"storage_uri\": \"https://example.org/f\"}");
        door.send("DELETE", "/events/e-9?run_id=run-7&reason=had+" + TOKEN, "");

        assertThat(door.sent()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(door.sent())
                .allSatisfy(record -> assertThat(String.valueOf(record.value())).doesNotContain(TOKEN));
        assertThat(((Event) door.sent().get(0).value()).getRedactions()).containsExactly("/payload/comment");
    }

    @Test
    void refusesASecretInAnIdAndDoesNotRepeatIt() throws Exception {
        DoorFixture door = door(Map.of());
        for (String[] post : new String[][] {
            {"/events", EVENT.replace("\"e-1\"", "\"" + TOKEN + "\"")},
            {"/events", EVENT.replace("\"run-7\"", "\"run." + TOKEN + "\"")},
            {"/events", EVENT.replace("\"tests\"", "\"" + TOKEN + "\"")},
            {"/artifacts", ARTIFACT.replace("https://example.org/r", "https://example.org/" + TOKEN)}
        }) {
            HttpResponse<String> answer = door.post(post[0], post[1]);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(DoorFixture.json(answer).path("type").asText()).isEqualTo("urn:runledger:problem:secret");
            assertThat(answer.body()).contains("github-token").doesNotContain(TOKEN);
        }
        assertThat(door.sent()).isEmpty();
    }

    @Test
    void refusesEverySecretIfItIsToldTo() throws Exception {
        DoorFixture door = door(Map.of("RUNLEDGER_REDACTION", "reject"));

        HttpResponse<String> answer = door.post("/events", EVENT);
        HttpResponse<String> batch = door.post("/events/batch", "[" + EVENT + "]");
        HttpResponse<String> prompt =
                door.post("/events", EVENT.replace(TOKEN, "x").replace("api_key", "prompt"));

        JsonNode errors = DoorFixture.json(answer).path("errors");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(errors).hasSize(2);
        assertThat(errors.path(0).path("pointer").asText()).isEqualTo("/payload/api_key");
        assertThat(errors.path(0).path("detail").asText()).contains("api-key");
        assertThat(answer.body() + batch.body()).doesNotContain(TOKEN).doesNotContain("k-1");
        assertThat(prompt.statusCode()).as("content is no secret").isEqualTo(201);
        assertThat(door.sent()).hasSize(1);
    }

    @Test
    void dropsPromptsUnlessTheyAreToBeKept() throws Exception {
        String event = EVENT.replace("\"api_key\": \"k-1\"", "\"prompt\": \"write it, " + TOKEN + "\"");
        DoorFixture dropping = door(Map.of());
        DoorFixture keeping = door(Map.of("RUNLEDGER_DEBUG_CONTENT", "true"));

        dropping.post("/events", event);
        keeping.post("/events", event);

        Event dropped = (Event) dropping.sent().get(0).value();
        assertThat(dropped.getPayload()).contains("\"prompt\":\"[DROPPED:prompt]\"");
        assertThat(dropped.getRedactions()).containsExactly("/payload/arguments", "/payload/prompt");
        Event kept = (Event) keeping.sent().get(0).value();
        assertThat(kept.getPayload()).contains("\"prompt\":\"write it, [REDACTED:github-token]\"");
        assertThat(kept.getContentKept()).containsExactly("/payload/prompt");
    }

    @Test
    void repeatsNoSecretInWhatItSaysIsWrong() throws Exception {
        DoorFixture door = door(Map.of());
        for (String body : List.of(
                "{\"" + TOKEN + "\": 1}",
                "{\"payload\": {\"" + TOKEN + "\": 1, \"" + TOKEN + "\": 2}}",
                "{\"payload\": " + TOKEN + "}",
                "{\"event_type\": \"" + TOKEN + " \", \"checksum\": \"" + TOKEN + "\"}",
                EVENT + TOKEN,
                TOKEN)) {
            for (String path : List.of("/events", "/artifacts", "/files?run_id=r", "/tasks?run_id=r")) {
                HttpResponse<String> answer = door.post(path, body);

                assertThat(answer.statusCode()).isBetween(400, 422);
                assertThat(answer.body()).doesNotContain(TOKEN);
            }
            assertThat(door.post("/events/batch", "[" + body + "]").body()).doesNotContain(TOKEN);
        }
        assertThat(door.get("/" + TOKEN).body()).doesNotContain(TOKEN);
        assertThat(door.get("/files?" + TOKEN + "=1").body()).doesNotContain(TOKEN);
    }
}
