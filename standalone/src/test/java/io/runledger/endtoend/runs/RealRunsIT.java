package io.runledger.endtoend.runs;

import static io.runledger.endtoend.ledger.LedgerApi.encoded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.cli.load.LoadCommand;
import io.runledger.endtoend.export.Exported;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.RealRuns;
import io.runledger.endtoend.ledger.RealRuns.Sent;
import io.runledger.endtoend.ledger.SharedLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Real runs go in by {@code load} and come out as they were. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedLedger.class)
public final class RealRunsIT {
    /** 100.0 is 100. */
    private static final Comparator<JsonNode> AS_NUMBERS = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private final LedgerApi api;
    private final RealRuns real;

    RealRunsIT(TestLedger ledger) throws IOException {
        assumeTrue(RealRuns.areThere(), "the recorded runs are not beside the project: nothing to load");
        api = ledger.api();
        real = RealRuns.read();
    }

    @BeforeAll
    void load() throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of("--url", api.url()), real.files().stream().map(Path::toString))
                .toArray(String[]::new);
        assertThat(new CommandLine(new LoadCommand()).execute(arguments)).isZero();
        for (Map.Entry<String, Sent> run : real.runs().entrySet()) {
            Sent sent = run.getValue();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                JsonNode seen = api.get("/runs/" + run.getKey()).expect(200).json();
                assertThat(seen.path("event_count").asInt())
                        .isEqualTo(sent.events().size());
                assertThat(seen.path("artifact_count").asInt())
                        .isEqualTo(sent.artifacts().size());
            });
        }
    }

    @Test
    void givesEventsOfRunInTheOrderTheyWereSent() throws Exception {
        for (Map.Entry<String, Sent> run : real.runs().entrySet()) {
            JsonNode page = api.get("/events?limit=1000&run_id=" + run.getKey())
                    .expect(200)
                    .json();
            List<JsonNode> given = list(page.path("events"));

            assertThat(ids(given, "event_id")).isEqualTo(ids(run.getValue().events(), "event_id"));
            assertThat(page.has("next")).isFalse();
            for (int i = 0; i < given.size(); i++) {
                assertSame(run.getValue().events().get(i), given.get(i));
            }
        }
    }

    @Test
    void givesDigestsThatAnotherImplementationAgreesWith() throws Exception {
        for (JsonNode sent : real.events()) {
            JsonNode given = api.get("/events/" + sent.path("event_id").asText())
                    .expect(200)
                    .json();

            String canonical = new JsonCanonicalizer("[" + sent.path("payload") + "]").getEncodedString();
            byte[] payload = canonical.substring(1, canonical.length() - 1).getBytes(UTF_8);
            assertThat(new JsonCanonicalizer("[" + given.path("payload") + "]").getEncodedString())
                    .isEqualTo(canonical);
            assertThat(given.path("payload_digest").asText()).isEqualTo(blake3(payload));
        }
    }

    @Test
    void countsWhatRunHas() throws Exception {
        for (Map.Entry<String, Sent> run : real.runs().entrySet()) {
            Sent sent = run.getValue();

            JsonNode given = api.get("/runs/" + run.getKey()).expect(200).json();

            assertThat(numbers(given.path("events_by_type"))).isEqualTo(sent.eventsByType());
            assertThat(given.path("first_event").path("event_id"))
                    .isEqualTo(sent.events().get(0).path("event_id"));
            assertThat(given.path("last_event").path("event_id"))
                    .isEqualTo(sent.events().get(sent.events().size() - 1).path("event_id"));
            Map<String, Long> tasks = new TreeMap<>();
            given.path("tasks")
                    .forEach(task -> tasks.put(
                            task.path("task_id").asText(), task.path("events").asLong()));
            tasks.values().removeIf(events -> events == 0);
            assertThat(tasks).isEqualTo(sent.eventsByTask());
            assertThat(given.path("task_count").asInt())
                    .isEqualTo(given.path("tasks").size());
        }
    }

    @Test
    void givesArtifactsAsTheyWereSent() throws Exception {
        for (Map.Entry<String, Sent> run : real.runs().entrySet()) {
            List<JsonNode> given = api.all("/artifacts?limit=3&run_id=" + run.getKey(), "artifacts");

            List<JsonNode> sent = run.getValue().artifacts();
            assertThat(ids(given, "artifact_id")).isEqualTo(ids(sent, "artifact_id"));
            for (int i = 0; i < sent.size(); i++) {
                assertSame(sent.get(i), given.get(i));
                String name = sent.get(i).path("artifact_id").asText();
                String full = "/runs/" + run.getKey() + "/artifacts/" + name;
                assertThat(api.get(full).expect(200).json()).isEqualTo(given.get(i));
            }
        }
    }

    @Test
    void countsTypesOverAllRuns() throws Exception {
        JsonNode types = api.get("/types").expect(200).json();

        assertThat(typeCounts(types.path("event_types")))
                .containsAllEntriesOf(Sent.counts(real.events(), "event_type"));
        assertThat(typeCounts(types.path("artifact_types")))
                .containsAllEntriesOf(Sent.counts(real.artifacts(), "artifact_type"));
    }

    @Test
    void asksWhichRunIsMeantWhereSeveralHaveTask() throws Exception {
        int shared = 0;
        for (Map.Entry<String, List<String>> task : real.runsByTask().entrySet()) {
            String name = encoded(task.getKey());
            if (task.getValue().size() == 1) {
                api.get("/tasks/" + name).expect(200);
                continue;
            }
            shared++;
            JsonNode problem = api.get("/tasks/" + name).expect(409).json();
            assertThat(texts(problem.path("runs"))).containsExactlyInAnyOrderElementsOf(task.getValue());
            for (String run : task.getValue()) {
                JsonNode one =
                        api.get("/tasks/" + name + "?run_id=" + run).expect(200).json();
                assertThat(one.path("run_id").asText()).isEqualTo(run);
                assertThat(one.path("event_count").asLong())
                        .isEqualTo(real.run(run).eventsByTask().getOrDefault(task.getKey(), 0L));
                assertThat(api.get("/runs/" + run + "/tasks/" + name)
                                .expect(200)
                                .json())
                        .isEqualTo(one);
            }
        }
        assertThat(shared).as("tasks of several runs").isPositive();
    }

    @Test
    void combinesFilters() throws Exception {
        for (Map.Entry<String, Sent> run : real.runs().entrySet()) {
            for (String type : List.of("dbt.NodeStart", "dbt.NodeFinished")) {
                for (String task : run.getValue().eventsByTask().keySet()) {
                    List<JsonNode> given = api.all(
                            "/events?limit=2&run_id=" + run.getKey() + "&event_type=" + type + "&task_id="
                                    + encoded(task),
                            "events");

                    assertThat(ids(given, "event_id"))
                            .isEqualTo(ids(
                                    run.getValue().events().stream()
                                            .filter(event -> event.path("task_id")
                                                    .asText()
                                                    .equals(task))
                                            .filter(event -> event.path("event_type")
                                                    .asText()
                                                    .equals(type))
                                            .toList(),
                                    "event_id"));
                }
            }
        }
    }

    @Test
    void leavesOutWhatCameBeforeSince() throws Exception {
        for (String filter :
                List.of("", "&run_id=" + real.runs().keySet().iterator().next())) {
            List<JsonNode> all = api.all("/events?limit=1000" + filter, "events");
            String since = all.get(all.size() / 2).path("created_at").asText();

            List<JsonNode> given = api.all("/events?limit=7&since=" + since + filter, "events");

            assertThat(given)
                    .isEqualTo(all.stream()
                            .filter(event -> event.path("created_at").asText().compareTo(since) >= 0)
                            .toList());
        }
        assertThat(api.all("/events?since=2100-01-01T00:00:00Z", "events")).isEmpty();
    }

    @Test
    void givesNoMoreThanTheLimit() throws Exception {
        assertThat(api.get("/events?limit=7").expect(200).json().path("events")).hasSize(7);
        assertThat(api.get("/events").expect(200).json().path("events")).hasSize(100);
        assertThat(api.get("/events?limit=1001").expect(400).detail()).contains("1000");
        assertThat(api.get("/runs?limit=0").expect(400).detail()).contains("1 to 1000");
    }

    @Test
    void givesEachEventOnceOverAllPagesAndRuns() throws Exception {
        for (int limit : List.of(13, 250, 1000)) {
            List<JsonNode> up = ofRealRuns(api.all("/events?limit=" + limit, "events"));
            List<JsonNode> down = ofRealRuns(api.all("/events?order=desc&limit=" + limit, "events"));

            assertThat(ids(up, "event_id"))
                    .hasSize(real.events().size())
                    .containsExactlyInAnyOrderElementsOf(ids(real.events(), "event_id"));
            assertThat(up.stream().map(event -> event.path("created_at").asText()))
                    .isSorted();
            assertThat(down).containsExactlyElementsOf(reversed(up));
        }
    }

    @Test
    void turnsRunAround() throws Exception {
        String run = real.runs().keySet().iterator().next();

        List<JsonNode> down = api.all("/events?order=desc&limit=17&run_id=" + run, "events");

        assertThat(ids(reversed(down), "event_id")).isEqualTo(ids(real.run(run).events(), "event_id"));
    }

    @Test
    void listsRunsByTheirFirstRecord() throws Exception {
        List<JsonNode> newest = ofRealRuns(api.all("/runs?limit=1", "runs"));
        List<JsonNode> oldest = ofRealRuns(api.all("/runs?limit=3&order=asc", "runs"));

        assertThat(newest).hasSize(real.runs().size()).isEqualTo(reversed(oldest));
        for (JsonNode run : newest) {
            Sent sent = real.run(run.path("run_id").asText());
            assertThat(run.path("events").asInt()).isEqualTo(sent.events().size());
            assertThat(run.path("artifacts").asInt()).isEqualTo(sent.artifacts().size());
        }
    }

    @Test
    void answersSameRecordSentAgainWithSameRecord() throws Exception {
        JsonNode sent = real.artifacts().get(real.artifacts().size() - 1);

        ObjectNode receipt =
                (ObjectNode) api.post("/artifacts", sent).expect(200).json();

        String path = "/artifacts/" + sent.path("artifact_id").asText();
        JsonNode shown = receipt.put("revision", 1); // nothing was decided about it
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(api.get(path).expect(200).json()).isEqualTo(shown));
    }

    @Test
    void exportsRunsAsTheyAre() throws Exception {
        for (Map.Entry<String, Sent> run : real.runs().entrySet()) {
            Exported export = Exported.get(api, "/export?run_id=" + run.getKey());

            export.assertValid();
            assertThat(export.ids("events", "event_id"))
                    .isEqualTo(ids(run.getValue().events(), "event_id"));
            assertThat(export.ids("artifacts", "artifact_id"))
                    .isEqualTo(ids(run.getValue().artifacts(), "artifact_id"));
            for (int i = 0; i < run.getValue().events().size(); i++) {
                assertSame(
                        run.getValue().events().get(i), export.records("events").get(i));
            }
            assertThat(Exported.get(api, "/export?run_id=" + run.getKey()).zip())
                    .isEqualTo(export.zip());
        }
    }

    private List<JsonNode> ofRealRuns(List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> real.runs().containsKey(row.path("run_id").asText()))
                .toList();
    }

    /** Every field that was sent came back, and times as the same time. */
    private static void assertSame(JsonNode sent, JsonNode given) {
        sent.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                assertThat(field.getValue().equals(AS_NUMBERS, given.path(field.getKey())))
                        .as("%s: %s", field.getKey(), given)
                        .isTrue();
            }
        });
    }

    private static String blake3(byte[] bytes) {
        Blake3Digest digest = new Blake3Digest(256);
        digest.update(bytes, 0, bytes.length);
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return HexFormat.of().formatHex(out);
    }

    private static Map<String, Long> numbers(JsonNode object) {
        return new ObjectMapper().convertValue(object, new TypeReference<TreeMap<String, Long>>() {});
    }

    private static Map<String, Long> typeCounts(JsonNode types) {
        Map<String, Long> counts = new TreeMap<>();
        types.forEach(type ->
                counts.put(type.path("type").asText(), type.path("count").asLong()));
        return counts;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private static List<String> texts(JsonNode array) {
        return list(array).stream().map(JsonNode::asText).toList();
    }

    private static List<String> ids(List<JsonNode> records, String field) {
        return records.stream().map(record -> record.path(field).asText()).toList();
    }

    private static List<JsonNode> reversed(List<JsonNode> rows) {
        List<JsonNode> reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);
        return reversed;
    }
}
