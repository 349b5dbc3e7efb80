package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.gateway.append.IdempotencyKey;
import io.runledger.gateway.record.SenderHeaders;
import io.runledger.v1.Event;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the door fills in where a producer says nothing, and how a retry is recognised all the same. */
class FilledInDoorTest {
    private static final String EVENT = """
            {"event_id": "e-1", "event_type": "x", "run_id": "r", "producer": "p", "payload": {}}""";
    private static final String ARTIFACT = """
            {"artifact_id": "a-1", "artifact_type": "report", "title": "A report", "location": "%s", "run_id": "r"}""";

    private final DoorFixture door = new DoorFixture(true);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void answersARetryWithTheFirstTimeAndReceipt() throws Exception {
        Instant before = Instant.now();
        HttpResponse<String> first = door.post("/events", EVENT);
        HttpResponse<String> retry = door.post("/events", EVENT);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(Instant.parse(DoorFixture.json(first).path("occurred_at").asText()))
                .isBetween(before.minusMillis(1), Instant.now());
        assertThat(DoorFixture.json(first).path("filled_in")).hasSize(1);
        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(door.sent()).hasSize(1);
    }

    @Test
    void answersARetryWithoutATimeWithTheTimeThatStands() throws Exception {
        String timed = EVENT.replace("\"payload\"", "\"occurred_at\": \"2026-01-01T00:00:00Z\", \"payload\"");
        HttpResponse<String> first = door.post("/events", timed);

        HttpResponse<String> retry = door.post("/events", EVENT);

        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(retry.body()).isEqualTo(first.body());
    }

    @Test
    void refusesAnotherTimeThatTheProducerGives() throws Exception {
        door.post("/events", EVENT);

        HttpResponse<String> other = door.post(
                "/events", EVENT.replace("\"payload\"", "\"occurred_at\": \"2026-01-01T00:00:00Z\", \"payload\""));

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("/occurred_at");
    }

    @Test
    void recognisesARetryByItsIdempotencyKey() throws Exception {
        String body = EVENT.replace("\"event_id\": \"e-1\", ", "");

        HttpResponse<String> first = door.send("POST", "/events", body, IdempotencyKey.HEADER, "k");
        HttpResponse<String> retry = door.send("POST", "/events", body, IdempotencyKey.HEADER, "k");

        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(retry.body()).isEqualTo(first.body());
    }

    @Test
    void takesAnArtifactThatSaysFourThings() throws Exception {
        JsonNode s3 = DoorFixture.json(door.post("/artifacts", ARTIFACT.formatted("s3://bucket/key")));
        assertThat(s3.path("storage_provider").asText()).isEqualTo("s3");
        assertThat(s3.path("data_class").asText()).isEqualTo("internal");
        assertThat(s3.path("source_type").asText()).isEqualTo("system");
        assertThat(s3.path("created_by").asText()).isEqualTo("unknown");

        HttpResponse<String> named = door.send(
                "POST",
                "/artifacts",
                ARTIFACT.formatted("https://github.com/a/b/blob/main/c").replace("a-1", "a-2"),
                SenderHeaders.PRODUCER,
                "ci");
        assertThat(named.statusCode()).as(named.body()).isEqualTo(201);
        assertThat(DoorFixture.json(named).path("storage_provider").asText()).isEqualTo("github");
        assertThat(DoorFixture.json(named).path("created_by").asText()).isEqualTo("ci");
    }

    @Test
    void takesTheProducerFromTheHeaderInBatchesToo() throws Exception {
        String line = "{\"event_type\": \"x\", \"run_id\": \"r\", \"payload\": {}}\n";

        HttpResponse<String> answer = door.post(
                "/events/batch",
                line.repeat(40).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson",
                SenderHeaders.PRODUCER,
                "curl");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<Instant> times = new ArrayList<>();
        door.sent().forEach(sent -> {
            Event event = (Event) sent.value();
            assertThat(event.getProducer()).isEqualTo("curl");
            times.add(event.getOccurredAt());
        });
        assertThat(times).hasSize(40).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void saysWhatIsMissingStill() throws Exception {
        HttpResponse<String> nothing = door.post("/artifacts", "{}");

        assertThat(nothing.statusCode()).isEqualTo(422);
        List<String> pointers = new ArrayList<>();
        DoorFixture.json(nothing)
                .path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        assertThat(pointers).containsExactlyInAnyOrder("/artifact_type", "/title", "/location", "/run_id");
    }
}
