package io.runledger.gateway;

import static io.runledger.gateway.Batches.array;
import static io.runledger.gateway.Batches.event;
import static io.runledger.gateway.Batches.lines;
import static io.runledger.gateway.Batches.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BatchLimitsTest {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    @Test
    void takesTenThousandItemsAndTellsOfThoseBeforeOneMore() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            List<String> items =
                    IntStream.range(0, 10_001).mapToObj(i -> event("e" + i)).toList();

            HttpResponse<String> taken =
                    door.post("/events/batch", array(items.subList(0, 10_000)), "Content-Type", JSON);
            HttpResponse<String> over = door.post("/events/batch", array(items), "Content-Type", JSON);

            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(DoorFixture.json(taken).path("accepted").asInt()).isEqualTo(10_000);
            assertThat(over.statusCode()).isEqualTo(413);
            JsonNode problem = DoorFixture.json(over);
            assertThat(problem.path("limit").asInt()).isEqualTo(10_000);
            assertThat(problem.path("unread").asBoolean()).isTrue();
            assertThat(problem.path("duplicates").asInt()).isEqualTo(10_000);
            assertThat(problem.path("items").size()).isEqualTo(10_000);
            assertThat(door.sent()).hasSize(10_000);
        }
    }

    @Test
    void refusesADeclaredLengthOverTheLimitBeforeAnythingIsSent() throws Exception {
        try (DoorFixture door = new DoorFixture(true, Map.of("RUNLEDGER_BATCH_MAX_BYTES", "1000"))) {
            byte[] body =
                    lines(IntStream.range(0, 10).mapToObj(i -> event("e" + i)).toList());

            assertThat(door.post("/events/batch", body, "Content-Type", NDJSON).statusCode())
                    .isEqualTo(413);
            assertThat(door.sent()).isEmpty();
        }
    }

    @Test
    void tellsOfWhatCameBeforeTheLimitOfUnpackedBytes() throws Exception {
        try (DoorFixture door = new DoorFixture(true, Map.of("RUNLEDGER_BATCH_MAX_BYTES", "256KiB"))) {
            byte[] body = lines(
                    IntStream.range(0, 5_000).mapToObj(i -> event("e" + i)).toList());
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(body);
            }

            HttpResponse<String> response = door.post(
                    "/events/batch", packed.toByteArray(), "Content-Type", NDJSON, "Content-Encoding", "gzip");

            assertThat(response.statusCode()).isEqualTo(413);
            JsonNode problem = DoorFixture.json(response);
            assertThat(problem.path("limit").asInt()).isEqualTo(256 * 1024);
            assertThat(problem.path("unread").asBoolean()).isTrue();
            assertThat(problem.path("accepted").asInt())
                    .isPositive()
                    .isEqualTo(door.sent().size());
        }
    }

    @Test
    void passesOverAnItemThatIsTooLarge() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            String exact = event("b")
                    .replace(
                            "\"n\":",
                            "\"n\":"
                                    + " "
                                            .repeat(DoorFixture.MAX_BODY
                                                    - event("b").length()));
            String large = event("c").replace("p\"", "p".repeat(200_000) + "\"");
            String over = exact.replace("\"n\":", "\"n\": ");
            List<String> items = List.of(event("a"), exact, over, large, event("d"));

            for (byte[] body : List.of(array(items), lines(items))) {
                HttpResponse<String> response =
                        door.post("/events/batch", body, "Content-Type", body[0] == '[' ? JSON : NDJSON);

                assertThat(response.statusCode()).isEqualTo(207);
                assertThat(statuses(response)).first().isIn(200, 201);
                assertThat(statuses(response).subList(1, 5))
                        .containsExactly(
                                statuses(response).get(0),
                                413,
                                413,
                                statuses(response).get(0));
            }
        }
    }

    @Test
    void saysThatThereAreTooManyAtOnce() throws Exception {
        try (DoorFixture door = new DoorFixture(false, Map.of("RUNLEDGER_MAX_CONCURRENT_BATCHES", "1"))) {
            CompletableFuture<HttpResponse<String>> first =
                    door.postLater("/events/batch", array(List.of(event("a"))), "Content-Type", JSON);
            Awaitility.await().until(() -> door.sent().size() == 1);

            HttpResponse<String> second = door.post("/artifacts/batch", array(List.of("{}")), "Content-Type", JSON);

            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(DoorFixture.header(second, "Retry-After")).isEqualTo("1");
            door.producer.completeNext();
            assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(door.post("/events/batch", array(List.of()), "Content-Type", JSON)
                                    .statusCode())
                            .isEqualTo(200));
        }
    }

    @Test
    void keepsFailedAppendsApartFromTheOthers() throws Exception {
        try (DoorFixture door = new DoorFixture(false)) {
            CompletableFuture<HttpResponse<String>> later = door.postLater(
                    "/events/batch", array(List.of(event("a"), event("b"), event("a"))), "Content-Type", JSON);
            Awaitility.await().until(() -> door.producer.errorNext(new TimeoutException("away")));
            // the second "a" is sent again where it is read after the first has failed, so there may be one or two more
            Awaitility.await().until(() -> {
                door.producer.completeNext();
                return later.isDone();
            });

            HttpResponse<String> response = later.get(10, TimeUnit.SECONDS);

            assertThat(response.statusCode()).isEqualTo(207);
            assertThat(statuses(response).subList(0, 2)).containsExactly(503, 201);
            JsonNode failed = DoorFixture.json(response).path("items").path(0);
            assertThat(failed.path("retriable").asBoolean()).isTrue();
            assertThat(failed.path("outcome").asText()).isEqualTo("unknown");
            assertThat(failed.path("event_id").asText()).isEqualTo("a");
        }
    }

    @Test
    void doesNotWaitForTheLogWithEveryItemWhenItIsAway() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            door.producer.sendException = new TimeoutException("Topic runledger.log not present in metadata");

            HttpResponse<String> response =
                    door.post("/events/batch", array(List.of(event("a"), "{}", event("b"))), "Content-Type", JSON);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(DoorFixture.header(response, "Retry-After")).isEqualTo("2");
            assertThat(statuses(response)).containsExactly(503, 422, 503);
            assertThat(DoorFixture.json(response).findValuesAsText("outcome")).containsOnly("not-written");
        }
    }

    @Test
    void givesTheStatusThatAllItemsShare() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            door.post("/events", event("a"));

            assertThat(status(door, "{}", "{}")).isEqualTo(422);
            assertThat(status(door, event("a", "run-7", "q"))).isEqualTo(409);
            assertThat(status(door, "{}", event("a", "run-7", "q"))).isEqualTo(422);
            assertThat(status(door, "{", "}")).isEqualTo(400);
            assertThat(status(door, "{", event("a"))).isEqualTo(207);
            door.producer.sendException = new IllegalStateException("a bug");
            assertThat(status(door, "{}", event("b"))).isEqualTo(500);
        }
    }

    private static int status(DoorFixture door, String... items) throws Exception {
        return door.post("/events/batch", lines(List.of(items)), "Content-Type", NDJSON)
                .statusCode();
    }
}
