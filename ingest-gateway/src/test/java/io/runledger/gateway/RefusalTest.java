package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private static final String VALID = """
            {"event_type": "run.started", "run_id": "r", "producer": "p", "occurred_at": "2026-11-21T10:00:00Z",
             "payload": {}}""";

    private final DoorFixture door = new DoorFixture(true);

    @AfterEach
    void stop() {
        assertThat(door.sent()).isEmpty();
        door.close();
    }

    @Test
    void saysWhereABodyStopsBeingJson() throws Exception {
        HttpResponse<String> response = door.post("/events", "{\"run_id\": \"r\",\n \"producer\" \"p\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DoorFixture.json(response).path("line").asInt()).isEqualTo(2);
        assertThat(DoorFixture.json(response).path("column").asInt()).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{", "{\"run_id\": }", "nul", "{\"a\": 01}", "\u0000", "{'a': 1}", "{\"a\":1,}"})
    void refusesWhatIsNotJson(String body) throws Exception {
        assertThat(door.post("/events", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "x", "]", "// done"})
    void refusesWhatGoesOnBehindTheObject(String tail) throws Exception {
        assertThat(door.post("/events", VALID + tail).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "record.erased | e1 | event | x | /event_id | must be erased:",
                "record.erased | e1 | event | a/b | /subject_id | must be made of",
                "record.erased | e1 | task | x | /subject_kind | must be event or artifact",
                "record.erased | e1 | event | erased:00 | /subject_id | cannot be erased",
                "record.erased | erased:00 | artifact | x | /event_id | must be erased:",
                "note | erased:00 | event | x | /event_id | record.erased",
                "note | decision:00 | event | x | /event_id | decisions",
            })
    void refusesWhatTheViewsWouldRejectByItsId(
            String type, String id, String kind, String subject, String pointer, String says) throws Exception {
        String event = VALID.replace("run.started", type)
                .replace(
                        "\"payload\"",
                        ("\"event_id\": \"%s\", \"subject_kind\": \"%s\", \"subject_id\": \"%s\"," + " \"payload\"")
                                .formatted(id, kind, subject));

        HttpResponse<String> response = door.post("/events", event);

        assertThat(response.statusCode()).isEqualTo(422);
        JsonNode error = DoorFixture.json(response).path("errors").path(0);
        assertThat(error.path("pointer").asText()).isEqualTo(pointer);
        assertThat(error.path("detail").asText()).contains(says);
        HttpResponse<String> batch = door.post("/events/batch", "[" + event.replace("\n", " ") + "]");
        assertThat(DoorFixture.json(batch).path("accepted").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/runs/r/events/a%2Fb", "/runs/r/artifacts/-x", "/runs/a%20b/events/e", "/runs/r/events/%C3%BC"})
    void refusesToEraseWhatCanBeNoRecord(String path) throws Exception {
        HttpResponse<String> response = door.send("DELETE", path + "?reason=x", "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DoorFixture.json(response).path("detail").asText()).contains("in the path must be made of");
    }

    @Test
    void refusesDepthThatWouldExhaustTheStack() throws Exception {
        String deep = VALID.replace("{}", "[".repeat(1_900) + "]".repeat(1_900));

        assertThat(door.post("/events", deep).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "null", "true"})
    void refusesJsonThatIsNoObject(String body) throws Exception {
        HttpResponse<String> response = door.post("/events", body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(DoorFixture.json(response)
                        .path("errors")
                        .path(0)
                        .path("detail")
                        .asText())
                .isEqualTo("must be an object");
    }

    @Test
    void pointsAtEveryFieldThatBreaksTheContract() throws Exception {
        HttpResponse<String> response = door.post(
                "/events",
                "{\"event_type\": \"9\", \"run_id\": \"\", \"producer\": 5, \"colour\": 1, \"payload\": 1e999}");

        assertThat(response.statusCode()).isEqualTo(422);
        JsonNode errors = DoorFixture.json(response).path("errors");
        assertThat(errors.findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/event_type", "/run_id", "/producer", "/colour", "/payload");
    }

    @Test
    void refusesTextThatIsNotUnicode() throws Exception {
        byte[] surrogateInUtf8 = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'};

        assertThat(door.post("/events", "{\"\\ud800\": 1}").statusCode()).isEqualTo(400);
        assertThat(post(HttpRequest.BodyPublishers.ofByteArray(surrogateInUtf8)).statusCode())
                .isBetween(400, 422);
        HttpResponse<String> value = door.post("/events", VALID.replace("{}", "{\"a\": [\"\\ud800\"]}"));
        assertThat(value.statusCode()).isEqualTo(422);
        assertThat(DoorFixture.json(value).path("errors").findValuesAsText("pointer"))
                .containsExactly("/payload/a/0");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws Exception {
        byte[] body = VALID.replace("\"p\"", "\"\u00ff\"").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(post(HttpRequest.BodyPublishers.ofByteArray(body)).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void refusesOtherEncodings(String charset) throws Exception {
        HttpResponse<String> response =
                post(HttpRequest.BodyPublishers.ofByteArray(VALID.getBytes(Charset.forName(charset))));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DoorFixture.json(response).path("detail").asText()).contains("UTF-8");
    }

    @Test
    void refusesBytesThatStandForACharacterInMoreThanOneWay() throws Exception {
        for (String place : List.of("\"p\"", "\"run_id\"", "{}")) {
            String marked = VALID.replace(place, place.equals("{}") ? "{\"a\": \"\u00c0\u00af\"}" : "\"\u00c0\u00af\"");

            HttpResponse<String> response =
                    post(HttpRequest.BodyPublishers.ofByteArray(marked.getBytes(StandardCharsets.ISO_8859_1)));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(door.post(
                                    "/events/batch",
                                    ("[" + marked + "]").getBytes(StandardCharsets.ISO_8859_1),
                                    "Content-Type",
                                    "application/json")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void refusesABodyOverTheLimitWhicheverWayItComes() throws Exception {
        byte[] large = new byte[DoorFixture.MAX_BODY + 1];

        assertThat(post(HttpRequest.BodyPublishers.ofByteArray(large)).statusCode())
                .isEqualTo(413);
        assertThat(post(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void refusesOtherFormats() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder()
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(VALID)));

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void takesNothingButPosts() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder().GET());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(DoorFixture.header(response, "Allow")).contains("POST");
    }

    private HttpResponse<String> post(HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        request.uri(URI.create("http://127.0.0.1:" + door.port() + "/events"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
