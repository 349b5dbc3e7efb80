package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final String EVENT = """
            {"event_type": "run.started", "run_id": "run-7", "producer": "p", "occurred_at": "2026-11-21T10:00:00Z",
             "payload": {}}""";

    private final DoorFixture door = new DoorFixture(false);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void answersUnconfirmedRecordsWithTheIdThatMakesResendingSafe() throws Exception {
        HttpResponse<String> response = failing(new TimeoutException("Expiring 1 record(s)"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(DoorFixture.header(response, "Retry-After")).isEqualTo("2");
        JsonNode problem = DoorFixture.json(response);
        assertThat(problem.path("outcome").asText()).isEqualTo("unknown");
        assertThat(problem.path("run_id").asText()).isEqualTo("run-7");
        assertThat(UUID.fromString(problem.path("event_id").asText()).version()).isEqualTo(7);
        assertThat(problem.path("detail").asText()).contains("sending it again with the same id is safe");
    }

    @Test
    void neverAcknowledgesWhatTheLogDidNotConfirm() throws Exception {
        assertThat(failing(new NotEnoughReplicasAfterAppendException("1 of 2")).statusCode())
                .isEqualTo(503);
        assertThat(failing(new TopicAuthorizationException("not for you")).statusCode())
                .isEqualTo(503);
    }

    @Test
    void saysSoWhenNothingWasWritten() throws Exception {
        door.producer.sendException = new TimeoutException("Topic runledger.log not present in metadata");

        HttpResponse<String> response = door.post("/events", EVENT);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(DoorFixture.json(response).path("outcome").asText()).isEqualTo("not-written");
        assertThat(DoorFixture.header(response, "Retry-After")).isEqualTo("2");
    }

    @Test
    void answersWith503WhileTheRegistryIsAway() throws Exception {
        door.producer.sendException = new RegistryUnavailableException("the schema registry does not answer");

        HttpResponse<String> response = door.post("/events", EVENT);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(DoorFixture.json(response).path("outcome").asText()).isEqualTo("not-written");
        assertThat(DoorFixture.json(response).path("detail").asText()).contains("schema registry");
    }

    @Test
    void refusesWhatTheLogFindsTooLargeForGood() throws Exception {
        HttpResponse<String> response = failing(new RecordTooLargeException("5 MB"));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(DoorFixture.header(response, "Retry-After")).isEmpty();
    }

    @Test
    void keepsABugApartFromAnOutage() throws Exception {
        door.producer.sendException = new IllegalStateException("a bug");

        assertThat(door.post("/events", EVENT).statusCode()).isEqualTo(500);
    }

    @Test
    void writesOnWhenTheLogIsBack() throws Exception {
        failing(new TimeoutException("away"));

        CompletableFuture<HttpResponse<String>> response = sent();
        door.producer.completeNext();

        assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> failing(RuntimeException failure) throws Exception {
        CompletableFuture<HttpResponse<String>> response = sent();
        door.producer.errorNext(failure);
        return response.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<HttpResponse<String>> sent() {
        int before = door.sent().size();
        CompletableFuture<HttpResponse<String>> response = door.postLater("/events", EVENT);
        Awaitility.await().until(() -> door.sent().size() > before);
        return response;
    }
}
