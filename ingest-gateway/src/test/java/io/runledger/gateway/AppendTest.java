package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.log.RunPartition;
import io.runledger.v1.Event;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppendTest {
    private static final String EVENT = """
            {"event_id": "e-1", "event_type": "run.started", "run_id": "run-7", "producer": "tests",
             "occurred_at": "2026-11-21T11:00:00.5+01:00", "payload": {"b": 1.50, "a": "é"}}""";

    private static final String ARTIFACT = """
            {"artifact_id": "a-1", "artifact_type": "report", "title": "A report", "storage_provider": "external-url",
             "location": "https://example.org/r", "data_class": "public", "run_id": "run-7",
             "source_type": "manual-link", "created_by": "tests", "metadata": {"pages": 3}, "tags": ["x"]}""";

    private final DoorFixture door = new DoorFixture(true);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void answersWithTheStoredEventAndItsReceipt() throws Exception {
        HttpResponse<String> response = door.post("/events", EVENT);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(DoorFixture.header(response, "Location"))
                .startsWith("/runs/")
                .endsWith("/events/e-1");
        JsonNode stored = DoorFixture.json(response);
        int partition = RunPartition.of("run-7", 12);
        assertThat(stored.path("contract_version").asText()).isEqualTo("v1");
        assertThat(stored.path("event_id").asText()).isEqualTo("e-1");
        assertThat(stored.path("occurred_at").asText()).isEqualTo("2026-11-21T10:00:00.500000Z");
        assertThat(response.body()).contains("\"payload\":{\"a\":\"é\",\"b\":1.5}");
        assertThat(stored.path("payload_digest").asText()).matches("[0-9a-f]{64}");
        assertThat(stored.path("redactions").isArray()).isTrue();
        assertThat(stored.has("task_id")).isFalse();
        assertThat(stored.path("partition").asInt()).isEqualTo(partition);
        assertThat(stored.path("sequence").isIntegralNumber()).isTrue();
        assertThat(stored.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(stored.path("position").asText())
                .isEqualTo(partition + ":" + stored.path("sequence").asLong());
    }

    @Test
    void answersWithTheStoredArtifactAndItsReceipt() throws Exception {
        HttpResponse<String> response = door.post("/artifacts", ARTIFACT);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(DoorFixture.header(response, "Location"))
                .startsWith("/runs/")
                .endsWith("/artifacts/a-1");
        JsonNode stored = DoorFixture.json(response);
        assertThat(stored.path("status").asText()).isEqualTo("draft");
        assertThat(stored.path("metadata").path("pages").asInt()).isEqualTo(3);
        assertThat(stored.path("tags").path(0).asText()).isEqualTo("x");
        assertThat(stored.path("position").asText()).contains(":");
    }

    @Test
    void appendsToTheRunsPartitionUnderTheRecordsKey() throws Exception {
        door.post("/events", EVENT);

        assertThat(door.sent()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("runledger.log");
            assertThat(record.partition()).isEqualTo(RunPartition.of("run-7", 12));
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("event/run-7/e-1");
            assertThat(((Event) record.value()).getPayload()).isEqualTo("{\"a\":\"é\",\"b\":1.5}");
        });
    }

    @Test
    void makesAnIdWhereThereIsNone() throws Exception {
        JsonNode stored = DoorFixture.json(door.post("/events", EVENT.replace("\"event_id\": \"e-1\", ", "")));

        assertThat(UUID.fromString(stored.path("event_id").asText()).version()).isEqualTo(7);
    }

    @Test
    void doesNotAnswerBeforeTheLogHasTheRecord() throws Exception {
        try (DoorFixture waiting = new DoorFixture(false)) {
            CompletableFuture<HttpResponse<String>> response = waiting.postLater("/events", EVENT);
            Awaitility.await().until(() -> waiting.sent().size() == 1);
            assertThat(response).isNotDone();

            waiting.producer.completeNext();

            Awaitility.await().until(response::isDone);
            assertThat(response.get().statusCode()).isEqualTo(201);
        }
    }
}
