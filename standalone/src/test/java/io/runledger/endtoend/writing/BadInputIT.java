package io.runledger.endtoend.writing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.SharedLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What strangers send by mistake: every answer helps, and nothing of it reaches the log. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(SharedLedger.class)
public final class BadInputIT {
    private static final String TOO_LONG =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static final Logger LOG = LoggerFactory.getLogger(BadInputIT.class);
    private static final String JSON = "application/json";
    private static final int OVER_LIMIT = 1024 * 1024 + 1;

    private final TestLedger ledger;
    private final LedgerApi api;
    private Map<TopicPartition, Long> before = Map.of();

    BadInputIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @BeforeEach
    void rememberTheLog() throws Exception {
        before = logEnds();
    }

    @AfterEach
    void nothingReachedTheLog() throws Exception {
        assertThat(logEnds()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | empty",
                "{ | not JSON",
                "{\"run_id\": | not JSON",
                "{'run_id': 'r'} | not JSON",
                "nonsense | not JSON"
            })
    void whatIsNotJsonIsMalformed(String body, String because) throws Exception {
        Answer answer = api.post("/events", body).expect(400);

        assertThat(answer.detail()).contains(because);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "run_id | null | required",
                "run_id | `\"\"` | empty",
                "run_id | 7 | string",
                "run_id | `\"a b\"` | letters",
                "event_type | `\"9lives\"` | beginning with a letter",
                "occurred_at | `\"yesterday\"` | RFC 3339",
                "occurred_at | 1732000000 | string",
                "producer | `\" x\"` | no space",
                "payload_digest | `\"00\"` | set by the ledger",
                "sequence | 1 | not a field of Event",
                "colour | `\"red\"` | payload",
                "contract_version | `\"v2\"` | v1",
            })
    void fieldThatBreaksTheContractIsNamed(String field, String value, String because) throws Exception {
        ObjectNode body = event();
        JsonNode wrong = new ObjectMapper().readTree(value);
        if (wrong.isNull()) {
            body.remove(field);
        } else {
            body.set(field, wrong);
        }

        JsonNode errors = api.post("/events", body).expect(422).json().path("errors");

        assertThat(errors).hasSize(1);
        assertThat(errors.path(0).path("pointer").asText()).isEqualTo("/" + field);
        assertThat(errors.path(0).path("detail").asText()).contains(because);
    }

    @Test
    void secondObjectIsRefused() throws Exception {
        Answer answer = api.post("/events", event() + " {}");

        assertThat(answer.expect(400).detail()).contains("continues after");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws Exception {
        String body = "{\"artifact_id\": \"/\", \"title\": 3, \"colour\": 1, \"tags\": [\"ok\", \"\"], \"checksum\":"
                + " {\"algorithm\": \"rot13\", \"value\": \"XY\"}, \"size_bytes\": -1, \"run_id\": \"r\"}";

        JsonNode errors = api.post("/artifacts", body).expect(422).json().path("errors");

        List<String> pointers = new ArrayList<>();
        errors.forEach(error -> pointers.add(error.path("pointer").asText()));
        assertThat(pointers)
                .containsExactlyInAnyOrder(
                        "/artifact_id",
                        "/title",
                        "/colour",
                        "/tags/1",
                        "/checksum/algorithm",
                        "/checksum/value",
                        "/size_bytes",
                        "/artifact_type",
                        "/location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "null"})
    void otherJsonThanAnObjectIsRefused(String body) throws Exception {
        JsonNode errors = api.post("/events", body).expect(422).json().path("errors");

        assertThat(errors.path(0).path("detail").asText()).contains("object");
    }

    @Test
    void bodyOverTheLimitIsRefusedWithTheLimit() throws Exception {
        Answer answer = refused("/events", BodyPublishers.ofByteArray(new byte[OVER_LIMIT]));

        assertThat(answer.expect(413).json().path("limit").asInt()).isEqualTo(OVER_LIMIT - 1);
    }

    @Test
    void bodyOverTheLimitIsRefusedWhenItsLengthIsNotSaid() throws Exception {
        Answer answer = refused(
                "/artifacts", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[OVER_LIMIT])));

        assertThat(answer.expect(413).detail()).contains("bytes");
    }

    /**
     * The ledger answers and closes without reading the rest. A client that is still sending may see the connection end
     * before it sees the answer (RFC 9112, 9.6), so it is given a few chances.
     */
    private Answer refused(String path, BodyPublisher body) throws Exception {
        for (int chance = 0; chance < 20; chance++) {
            try {
                return api.send("POST", path, body, "Content-Type", JSON);
            } catch (IOException e) {
                LOG.info("the connection ended before the answer was read: {}", e.toString());
            }
        }
        throw new AssertionError("no answer was seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=latin1"})
    void otherFormatsThanJsonAreRefused(String type) throws Exception {
        Answer answer = api.send("POST", "/events", BodyPublishers.ofString(event().toString()), "Content-Type", type);

        assertThat(answer.expect(415).detail()).contains("application/json");
    }

    @Test
    void unknownEncodingIsRefused() throws Exception {
        Answer answer = api.send(
                "POST",
                "/events",
                BodyPublishers.ofString(event().toString()),
                "Content-Type",
                JSON,
                "Content-Encoding",
                "br");

        assertThat(answer.expect(415).detail()).contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/event", "/runs/r/events", "/artifacts/a/b/c", "/favicon.ico"})
    void pathThatLeadsNowhereIsSaid(String path) throws Exception {
        Answer answer = api.get(path);

        assertThat(answer.expect(404).detail()).contains(path);
    }

    @ParameterizedTest
    @CsvSource({"DELETE,/events", "PUT,/artifacts", "POST,/runs", "PATCH,/events/e", "POST,/tasks/t"})
    void methodThatPathDoesNotTakeIsSaid(String method, String path) throws Exception {
        Answer answer = api.send(method, path, BodyPublishers.ofString("{}"), "Content-Type", JSON);

        assertThat(answer.expect(405).detail()).contains("not " + method);
        assertThat(answer.headers().get("allow")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events/nobody",
                "/events/nobody?run_id=none",
                "/artifacts/nobody",
                "/runs/nobody",
                "/tasks/nobody",
                "/tasks/nobody?run_id=none",
                "/runs/none/tasks/nobody",
                "/runs/none/events/nobody",
                "/runs/none/artifacts/nobody",
                "/tasks/a%2Fb%3Fc%23d",
            })
    void whatDoesNotExistIsUnknown(String path) throws Exception {
        Answer answer = api.get(path);

        assertThat(answer.expect(404).json().path("type").asText()).isEqualTo("urn:runledger:problem:unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%20b", "%C3%BC", "-x", "%20", "%F0%9F%90%88", "a%00b", TOO_LONG})
    void idThatNothingCanHaveIsRefusedEverywhere(String id) throws Exception {
        for (String path : List.of(
                "/events/" + id,
                "/runs/r/events/" + id,
                "/runs/" + id,
                "/runs/" + id + "/events/e",
                "/runs/" + id + "/bundle",
                "/runs/compare?baseline=r&candidate=" + id,
                "/artifacts/" + id,
                "/artifacts/" + id + "/history",
                "/requests/" + id,
                "/runs/r/requests/" + id,
                "/events?run_id=" + id,
                "/artifacts?run_id=" + id,
                "/packages/p?run_id=" + id,
                "/export?run_id=" + id,
                "/events/tail?run_id=" + id,
                "/runs/" + id + "/checkpoints",
                "/runs/r/checkpoints/" + id)) {
            assertThat(api.get(path).status()).as("GET %s", path).isEqualTo(400);
        }
        for (String path : List.of(
                "/runs/r/events/" + id,
                "/runs/" + id + "/events/e",
                "/events/" + id + "?run_id=r",
                "/runs/r/artifacts/" + id,
                "/events/e?run_id=" + id)) {
            String asked = path + (path.contains("?") ? "&" : "?") + "reason=x";
            assertThat(api.send("DELETE", asked, BodyPublishers.noBody()).status())
                    .as("DELETE %s", asked)
                    .isEqualTo(400);
        }
        for (String path : List.of(
                "/runs/r/artifacts/" + id + "/review",
                "/runs/" + id + "/artifacts/a/attach",
                "/artifacts/" + id + "/archive?run_id=r",
                "/runs/" + id + "/tasks")) {
            assertThat(api.post(path, "{\"status\":\"approved\",\"task_id\":\"t\",\"title\":\"t\"}")
                            .status())
                    .as("POST %s", path)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20t", "t%0A", "%00"})
    void nameThatNothingCanHaveIsRefusedEverywhere(String name) throws Exception {
        for (String path : List.of(
                "/tasks/" + name,
                "/runs/r/tasks/" + name + "/audit",
                "/bundles/" + name,
                "/files/" + name,
                "/packages/" + name,
                "/events?task_id=" + name,
                "/artifacts?bundle_id=" + name)) {
            assertThat(api.get(path).status()).as("GET %s", path).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events?colour=red",
                "/events?limit=5000",
                "/events?limit=all",
                "/events?since=today",
                "/events?order=random",
                "/events?cursor=next",
                "/events?run_id=",
                "/events?run_id=a&run_id=b",
                "/artifacts?event_type=x",
                "/runs?run_id=r",
                "/runs/r?limit=1",
                "/runs/r/events/e?run_id=other",
                "/types?limit=1",
                "/tasks/t?task_id=u",
                "/events?run_id=a%00b",
                "/events?task_id=a%00b%00",
                "/events?run_id=%C3%28",
            })
    void parameterThatCannotBeMeantIsRefused(String path) throws Exception {
        Answer answer = api.get(path);

        assertThat(answer.expect(400).detail()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/artifacts?artifact_type=%00", "/events?event_type=%F0%9F%90%88"})
    void nameThatNothingCanHaveIsInNoRecord(String path) throws Exception {
        Answer answer = api.get(path);

        JsonNode rows = answer.expect(200).json();
        assertThat(rows.path(path.startsWith("/events") ? "events" : "artifacts"))
                .isEmpty();
    }

    /** Clients take them out of a path, also percent-encoded: nobody could read what has such an id. */
    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void idsThatNoPathCanHoldAreRefused(String id) throws Exception {
        assertThat(api.post("/events", event().put("task_id", id))
                        .expect(422)
                        .json()
                        .at("/errors/0/pointer"))
                .hasToString("\"/task_id\"");
        assertThat(api.post("/events", event().put("subject_kind", "task").put("subject_id", id))
                        .expect(422)
                        .json()
                        .at("/errors/0/pointer"))
                .hasToString("\"/subject_id\"");
        api.post("/events", event().put("run_id", id)).expect(422);
        api.post("/events", event().put("event_id", id)).expect(422);
        api.post("/tasks", "{\"run_id\": \"bad-input\", \"actor\": \"a\", \"task_id\": \"" + id + "\"}")
                .expect(422);
    }

    /** A part of an answer must not pass for the whole. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/events | Runledger-Partitions | 8",
                "/events | Runledger-Partitions | 8,8,8",
                "/types | Runledger-Partitions | 0",
                "/export | Runledger-Partitions | 8",
                "/events | Runledger-Partitions | -1",
                "/events | Runledger-Partitions | all",
                "/runs | Runledger-Standby | yes",
                "/runs | Runledger-Node | 00"
            })
    void headersOfNodesAreRefusedFromAnybodyElse(String path, String header, String value) throws Exception {
        assertThat(api.send("GET", path, BodyPublishers.noBody(), header, value)
                        .expect(400)
                        .detail())
                .contains("for the nodes of this ledger");
    }

    private static ObjectNode event() {
        return new ObjectMapper()
                .createObjectNode()
                .put("event_id", "bad-input")
                .put("event_type", "bad.input")
                .put("run_id", "bad-input")
                .put("producer", "a stranger")
                .put("occurred_at", "2026-11-21T10:00:00Z")
                .put("payload", 1);
    }

    private Map<TopicPartition, Long> logEnds() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            return admin
                    .listOffsets(IntStream.range(0, 12)
                            .mapToObj(partition -> new TopicPartition("runledger.log", partition))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }
}
