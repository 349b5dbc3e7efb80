package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.gateway.append.IdempotencyKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private static final String EVENT = """
            {"event_id": "e-1", "event_type": "run.started", "run_id": "run-7", "producer": "tests",
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {"a": 1, "b": 2}}""";

    private static final String ARTIFACT = """
            {"artifact_id": "a-1", "artifact_type": "report", "title": "A report", "storage_provider": "external-url",
             "location": "https://example.org/r", "data_class": "public", "run_id": "run-7",
             "checksum": {"algorithm": "md5", "value": "00112233445566778899aabbccddeeff"},
             "source_type": "manual-link", "created_by": "tests", "metadata": {"pages": 3}, "tags": ["x", "y"]}""";

    private static final String NO_ID = EVENT.replace("\"event_id\": \"e-1\", ", "");

    private final DoorFixture door = new DoorFixture(true);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void answersARecordThatCameBeforeWithItsFirstReceipt() throws Exception {
        for (String[] post : new String[][] {{"/events", EVENT}, {"/artifacts", ARTIFACT}}) {
            HttpResponse<String> first = door.post(post[0], post[1]);
            HttpResponse<String> second = door.post(post[0], post[1]);

            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(DoorFixture.header(second, "Location")).isEqualTo(DoorFixture.header(first, "Location"));
        }
        assertThat(door.sent()).hasSize(2);
    }

    @Test
    void comparesContentAndNotHowItIsSpelled() throws Exception {
        door.post("/events", EVENT);
        door.post("/artifacts", ARTIFACT);

        assertThat(door.post("/events", EVENT.replace("\"a\": 1, \"b\": 2", "\"b\":2.0,\"a\":1"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(door.post("/events", EVENT.replace("10:00:00Z", "11:00:00.000+01:00"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(door.post(
                                "/artifacts",
                                ARTIFACT.replace("{\"artifact_id\"", "{\"status\": \"draft\", \"artifact_id\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void namesTheFieldsInWhichAnotherContentDiffers() throws Exception {
        JsonNode first = DoorFixture.json(door.post("/events", EVENT));

        HttpResponse<String> response = door.post(
                "/events", EVENT.replace("\"a\": 1", "\"a\": 3").replace("\"tests\"", "\"tests\", \"task_id\": \"t\""));

        assertThat(response.statusCode()).isEqualTo(409);
        JsonNode problem = DoorFixture.json(response);
        assertThat(problem.path("errors").findValuesAsText("pointer")).containsExactly("/task_id", "/payload");
        assertThat(problem.path("position")).isEqualTo(first.path("position"));
        assertThat(problem.path("event_id").asText()).isEqualTo("e-1");
        assertThat(door.sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title: A report>An report",
                "tags: \"x\", \"y\">\"xy\"",
                "tags: \"x\", \"y\">\"y\", \"x\"",
                "metadata: pages\": 3>pages\": 4",
                "checksum: 00112233>00112234",
                "size_bytes: \"tags\">\"size_bytes\": 0, \"tags\"",
                "summary: \"tags\">\"summary\": \"null\", \"tags\""
            })
    void findsEveryFieldThatDiffers(String change) throws Exception {
        door.post("/artifacts", ARTIFACT);
        String[] parts = change.split(": |>", 3);
        String[] swap = change.substring(change.indexOf(": ") + 2).split(">", 2);

        HttpResponse<String> response = door.post("/artifacts", ARTIFACT.replace(swap[0], swap[1]));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(DoorFixture.json(response).path("errors").findValuesAsText("pointer"))
                .containsExactly("/" + parts[0]);
    }

    @Test
    void takesTheSameIdInAnotherRunForAnotherRecord() throws Exception {
        door.post("/events", EVENT);

        assertThat(door.post("/events", EVENT.replace("run-7", "run-8")).statusCode())
                .isEqualTo(201);
    }

    @Test
    void remembersTheLastOnesAcceptedOrAskedFor() throws Exception {
        try (DoorFixture small = new DoorFixture(true, Map.of("RUNLEDGER_IDEMPOTENCY_WINDOW", "2"))) {
            small.post("/events", EVENT);
            small.post("/events", EVENT.replace("e-1", "e-2"));
            assertThat(small.post("/events", EVENT).statusCode()).isEqualTo(200);
            small.post("/events", EVENT.replace("e-1", "e-3"));

            assertThat(small.post("/events", EVENT).statusCode()).isEqualTo(200);
            assertThat(small.post("/events", EVENT.replace("e-1", "e-2")).statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void appendsOnceWhateverComesAtTheSameTime() throws Exception {
        try (DoorFixture waiting = new DoorFixture(false)) {
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                responses.add(waiting.postLater("/events", i % 4 == 3 ? EVENT.replace("tests", "others") : EVENT));
            }
            Awaitility.await().until(() -> waiting.sent().size() == 1);
            boolean isOther = waiting.sent().get(0).value().toString().contains("others");
            waiting.producer.completeNext();

            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> response : responses) {
                statuses.add(response.get(10, TimeUnit.SECONDS).statusCode());
            }
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(isOther ? 5 : 17);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(isOther ? 18 : 6);
            assertThat(waiting.sent()).hasSize(1);
        }
    }

    @Test
    void appendsAgainWhatTheLogDidNotConfirm() throws Exception {
        try (DoorFixture waiting = new DoorFixture(false)) {
            CompletableFuture<HttpResponse<String>> first = waiting.postLater("/events", EVENT);
            Awaitility.await().until(() -> waiting.producer.errorNext(new TimeoutException("away")));
            assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);

            CompletableFuture<HttpResponse<String>> second = waiting.postLater("/events", EVENT);
            Awaitility.await().until(waiting.producer::completeNext);

            assertThat(second.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            assertThat(waiting.sent()).hasSize(2);
        }
    }

    @Test
    void makesTheSameRecordOfTheSameKey() throws Exception {
        HttpResponse<String> first = keyed(NO_ID, "order-17/retry");
        HttpResponse<String> second = keyed(NO_ID, "order-17/retry");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        UUID id = UUID.fromString(DoorFixture.json(first).path("event_id").asText());
        // what any library's uuid5(namespace, "run-7\norder-17/retry") makes
        assertThat(id).hasToString("8b0d70b3-82ac-5167-bea4-9a22f881590f");
    }

    @Test
    void makesOtherRecordsOfOtherKeysAndRuns() throws Exception {
        keyed(NO_ID, "k");

        assertThat(keyed(NO_ID, "l").statusCode()).isEqualTo(201);
        assertThat(keyed(NO_ID.replace("run-7", "run-8"), "k").statusCode()).isEqualTo(201);
        assertThat(keyed(NO_ID.replace("tests", "others"), "k").statusCode()).isEqualTo(409);
    }

    @Test
    void prefersTheBodysIdToTheKey() throws Exception {
        assertThat(DoorFixture.json(keyed(EVENT, "k")).path("event_id").asText())
                .isEqualTo("e-1");
    }

    @Test
    void refusesKeysThatAreNotVisibleAsciiOrTooLong() throws Exception {
        assertThat(keyed(NO_ID, "a b").statusCode()).isEqualTo(400);
        assertThat(keyed(NO_ID, "k".repeat(201)).statusCode()).isEqualTo(400);
        assertThat(keyed(NO_ID, "").statusCode()).isEqualTo(400);
        assertThat(keyed(NO_ID, "k".repeat(200)).statusCode()).isEqualTo(201);
        assertThat(door.sent()).hasSize(1);
    }

    private HttpResponse<String> keyed(String body, String key) throws Exception {
        return door.post(
                "/events",
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json",
                IdempotencyKey.HEADER,
                key);
    }
}
