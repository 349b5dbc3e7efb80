package io.runledger.gateway;

import static io.runledger.gateway.Batches.array;
import static io.runledger.gateway.Batches.bytes;
import static io.runledger.gateway.Batches.event;
import static io.runledger.gateway.Batches.lines;
import static io.runledger.gateway.Batches.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.v1.Event;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private static final String BAD = "{\"event_id\":\"bad\",\"run_id\":\"run-7\",\"colour\":1}";

    private final DoorFixture door = new DoorFixture(true);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void answersEveryItemInOrderWithItsReceiptOrItsProblem() throws Exception {
        HttpResponse<String> response = json(array(List.of(event("a"), BAD, event("b"))));

        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(DoorFixture.header(response, "Content-Type")).isEqualTo("application/json");
        JsonNode answer = DoorFixture.json(response);
        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.path("duplicates").asInt()).isZero();
        assertThat(answer.path("refused").asInt()).isEqualTo(1);
        assertThat(answer.has("unread")).isFalse();
        JsonNode first = answer.path("items").path(0);
        assertThat(first.path("index").asInt()).isZero();
        assertThat(first.path("event_id").asText()).isEqualTo("a");
        assertThat(first.path("run_id").asText()).isEqualTo("run-7");
        assertThat(first.path("position").asText())
                .isEqualTo(first.path("partition").asInt() + ":"
                        + first.path("sequence").asLong());
        assertThat(first.path("created_at").asText()).endsWith("Z");
        JsonNode second = answer.path("items").path(1);
        assertThat(second.path("index").asInt()).isEqualTo(1);
        assertThat(second.path("status").asInt()).isEqualTo(422);
        assertThat(second.path("retriable").asBoolean(true)).isFalse();
        assertThat(second.path("title").asText()).isNotEmpty();
        assertThat(second.path("errors").findValuesAsText("pointer")).contains("/colour", "/producer", "/payload");
        assertThat(statuses(response)).containsExactly(201, 422, 201);
    }

    @Test
    void takesArtifactsToo() throws Exception {
        String artifact = """
                {"artifact_id": "a-1", "artifact_type": "report", "title": "A", "storage_provider": "unknown",
                 "location": "x", "data_class": "public", "run_id": "run-7", "source_type": "system", "created_by": "t"}""";

        HttpResponse<String> response =
                door.post("/artifacts/batch", array(List.of(artifact)), "Content-Type", "application/json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(DoorFixture.json(response)
                        .path("items")
                        .path(0)
                        .path("artifact_id")
                        .asText())
                .isEqualTo("a-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "application/ndjson", "application/jsonl; charset=utf-8"})
    void takesARecordOnEachLine(String contentType) throws Exception {
        HttpResponse<String> response = door.post(
                "/events/batch",
                bytes("\n" + event("a") + "\r\n  \n{\"not\" json\n" + event("b") + " {}\n" + event("c")),
                "Content-Type",
                contentType);

        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(statuses(response)).containsExactly(201, 400, 400, 201);
        assertThat(DoorFixture.json(response).path("items").findValuesAsText("line"))
                .contains("2", "4", "5", "6");
        assertThat(sentIds()).containsExactly("a", "c");
    }

    @Test
    void answersNothingForNothing() throws Exception {
        assertThat(json(bytes(" [ ] ")).statusCode()).isEqualTo(200);
        assertThat(ndjson(bytes("\n\n")).statusCode()).isEqualTo(200);
        assertThat(json(bytes("")).statusCode()).isEqualTo(400);
    }

    @Test
    void passesOverAByteOrderMark() throws Exception {
        assertThat(json(bytes("\ufeff[" + event("a") + "]")).statusCode()).isEqualTo(200);
        assertThat(ndjson(bytes("\ufeff" + event("b"))).statusCode()).isEqualTo(200);
    }

    @Test
    void readsNothingBehindAnItemThatIsNotJson() throws Exception {
        HttpResponse<String> response = json(bytes("[" + event("a") + ",\n{\"x\" 1}," + event("b") + "]"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(statuses(response)).containsExactly(201, 400);
        JsonNode answer = DoorFixture.json(response);
        assertThat(answer.path("unread").asBoolean()).isTrue();
        assertThat(answer.path("items").path(1).path("line").asInt()).isEqualTo(2);
        assertThat(sentIds()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s", "[%s,", "[%s,]", "[%s %s]", "[%s]x", "[%s,{\"a\":\"", "[%s,nul]", "[%s,}", "[%s,tr"})
    void saysWhereAnArrayBreaksOff(String text) throws Exception {
        HttpResponse<String> response = json(bytes(text.replace("%s", event("a"))));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(statuses(response)).containsExactly(201, 400);
        assertThat(DoorFixture.json(response).path("unread").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "\"text\"", "[", "[,]"})
    void refusesWhatIsNotAnArray(String body) throws Exception {
        HttpResponse<String> response = json(bytes(body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DoorFixture.header(response, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void goesOnAfterItemsThatAreNoRecords() throws Exception {
        HttpResponse<String> response = json(bytes("[1, \"a,]\", null , true,[{},[2]],{}\n," + event("a") + "]"));

        assertThat(statuses(response)).containsExactly(422, 422, 422, 422, 422, 422, 201);
    }

    @Test
    void tellsASecondOccurrenceInTheSameBatchApart() throws Exception {
        HttpResponse<String> response =
                json(array(List.of(event("a"), event("a"), event("a", "run-7", "q"), event("b"))));

        assertThat(statuses(response)).containsExactly(201, 200, 409, 201);
        JsonNode items = DoorFixture.json(response).path("items");
        assertThat(items.path(1).path("position")).isEqualTo(items.path(0).path("position"));
        assertThat(items.path(2).path("errors").findValuesAsText("pointer")).containsExactly("/producer");
        assertThat(sentIds()).containsExactly("a", "b");
    }

    @Test
    void answersABatchThatCameBeforeWithItsFirstReceipts() throws Exception {
        byte[] batch = array(List.of(event("a"), event("b")));
        HttpResponse<String> first = json(batch);

        HttpResponse<String> second = json(batch);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(statuses(second)).containsExactly(200, 200);
        assertThat(DoorFixture.json(second).findValuesAsText("position"))
                .isEqualTo(DoorFixture.json(first).findValuesAsText("position"));
        assertThat(door.post("/events", event("a")).statusCode()).isEqualTo(200);
    }

    @Test
    void makesTheSameRecordsOfTheSameKey() throws Exception {
        String noId = event("").replace("\"event_id\":\"\",", "");
        byte[] batch = array(List.of(noId, noId));

        HttpResponse<String> first =
                door.post("/events/batch", batch, "Content-Type", "application/json", "Idempotency-Key", "k");
        HttpResponse<String> second =
                door.post("/events/batch", batch, "Content-Type", "application/json", "Idempotency-Key", "k");

        assertThat(statuses(first)).containsExactly(201, 201);
        assertThat(statuses(second)).containsExactly(200, 200);
        assertThat(sentIds()).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheOrderOfEveryRun() throws Exception {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            items.add(event("e" + i, "run-" + i % 7, "p"));
        }

        HttpResponse<String> response = ndjson(lines(items));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(sentIds())
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "e" + i).toList());
        for (JsonNode item : Batches.items(response)) {
            assertThat(item.path("event_id").asText())
                    .isEqualTo("e" + item.path("index").asInt());
        }
    }

    @Test
    void sendsEverythingBeforeItAwaitsAnything() throws Exception {
        try (DoorFixture waiting = new DoorFixture(false)) {
            List<String> items =
                    IntStream.range(0, 500).mapToObj(i -> event("e" + i)).toList();

            CompletableFuture<HttpResponse<String>> response =
                    waiting.postLater("/events/batch", array(items), "Content-Type", "application/json");

            Awaitility.await().until(() -> waiting.sent().size() == 500);
            assertThat(response).isNotDone();
            for (int i = 0; i < 500; i++) {
                waiting.producer.completeNext();
            }
            assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void unpacksGzip() throws Exception {
        byte[] packed = gzip(array(List.of(event("a"), event("b"))));

        assertThat(statuses(gzipped(packed))).containsExactly(201, 201);
        assertThat(gzipped(bytes("not gzip")).statusCode()).isEqualTo(400);
    }

    @Test
    void answersForWhatItCouldUnpack() throws Exception {
        List<String> items = IntStream.range(0, 5_000)
                .mapToObj(i -> event("e" + i, "run-" + i * 7919, "p"))
                .toList();
        byte[] packed = gzip(array(items));

        HttpResponse<String> response = gzipped(Arrays.copyOf(packed, packed.length / 2));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DoorFixture.json(response).path("unread").asBoolean()).isTrue();
        assertThat(DoorFixture.json(response).path("accepted").asInt())
                .isEqualTo(door.sent().size());
    }

    private List<String> sentIds() {
        return door.sent().stream()
                .map(sent -> ((Event) sent.value()).getEventId())
                .toList();
    }

    private HttpResponse<String> json(byte[] body) throws Exception {
        return door.post("/events/batch", body, "Content-Type", "application/json");
    }

    private HttpResponse<String> ndjson(byte[] body) throws Exception {
        return door.post("/events/batch", body, "Content-Type", "application/x-ndjson");
    }

    private HttpResponse<String> gzipped(byte[] body) throws Exception {
        return door.post("/events/batch", body, "Content-Type", "application/json", "Content-Encoding", "gzip");
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
