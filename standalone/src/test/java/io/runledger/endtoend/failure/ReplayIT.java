package io.runledger.endtoend.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.cli.client.Answer;
import io.runledger.cli.client.LedgerClient;
import io.runledger.cli.client.RecordKind;
import io.runledger.cli.client.RecordSender;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.RealRuns;
import io.runledger.endtoend.ledger.TailReader;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.tools.StreamsResetter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Views are made again while they are read, equal to what they were, and it can be proved. The number of events is set by
 * {@code -Drunledger.replay.events}.
 */
@Timeout(value = 40, unit = TimeUnit.MINUTES)
final class ReplayIT {
    private static final int EVENTS = Integer.getInteger("runledger.replay.events", 10_000);
    private static final int BATCH = 2_000;
    private static final int READS_PER_SECOND = 200;
    private static final Duration REPLAYED_WITHIN = Duration.ofMinutes(15);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void replaysWhileReadsGoOn() throws Exception {
        assumeTrue(RealRuns.areThere(), "the recorded runs are not beside the project");
        try (TestLedger ledger = TestLedger.on(directory)) {
            LedgerApi api = ledger.api();
            List<String> runs = load(api);
            Map<Integer, JsonNode> before = digests(api);

            SteadyReaders readers = new SteadyReaders(api.url(), questions(runs), READS_PER_SECOND);
            try (readers) {
                JsonNode begun = api.post("/admin/replay", "").expect(202).json();
                assertThat(begun.path("state").asText()).isEqualTo("running");
                JsonNode refused = api.post("/admin/replay", "").expect(409).json();
                assertThat(refused.path("replay").path("state").asText()).isEqualTo("running");
                api.post("/admin/verify", "").expect(409);
                JsonNode replay = ended(api, "/admin/replay");
                say("replay", replay);

                assertThat(replay.path("state").asText()).isEqualTo("done");
                assertThat(replay.path("records").asLong()).isGreaterThanOrEqualTo(EVENTS);
                before.forEach((partition, digest) -> assertThat(partition + ":"
                                + replay.path("highest_sequence")
                                        .path(String.valueOf(partition))
                                        .asText())
                        .isEqualTo(digest.path("position").asText()));
                await().atMost(Duration.ofSeconds(30)).until(() -> readers.answers() > READS_PER_SECOND);
                assertThat(digests(api)).isEqualTo(before);
            }
            System.out.println("reads: " + readers.answers() + ", slowest "
                    + readers.slowest().toMillis() + " ms");
            assertThat(readers.faults()).isEmpty();

            assertOnlyGeneration(ledger, "views-2");
            Command verified = Command.run("verify", "--url", api.url());
            System.out.println(verified.out());
            assertThat(verified.exit()).as(verified.err()).isZero();
            assertThat(verified.out()).contains("The views are what the log gives");
            before.values().forEach(digest -> assertThat(verified.out())
                    .contains(digest.path("position").asText() + "  "
                            + digest.path("digest").asText()));
        }
    }

    @Test
    void writersReadTheirWritesAndTailsGoOnAcrossReplays() throws Exception {
        try (TestLedger ledger = TestLedger.on(directory)) {
            LedgerApi api = ledger.api();
            int written = 0;
            for (; written < 300; written++) {
                api.post("/events", event("run-" + written % 7, "before-" + written))
                        .expect(201);
            }
            settled(api);
            List<String> sent = new ArrayList<>();
            try (TailReader tail = TailReader.open(api.url(), "", null)) {
                for (int replay = 0; replay < 3; replay++) {
                    api.post("/admin/replay", "").expect(202);
                    while (api.get("/admin/replay")
                            .json()
                            .path("state")
                            .asText()
                            .equals("running")) {
                        String id = "event-" + written++;
                        sent.add(id);
                        JsonNode receipt = api.post("/events", event("run-" + written % 7, id))
                                .expect(201)
                                .json();
                        api.get("/runs/" + receipt.path("run_id").asText() + "/events/" + id + "?at_least="
                                        + receipt.path("position").asText())
                                .expect(200);
                    }
                    assertThat(api.get("/admin/replay").json().path("state").asText())
                            .isEqualTo("done");
                }
                tail.awaitEvents(sent.size());
                assertThat(tail.ids()).containsExactlyInAnyOrderElementsOf(sent);
            }

            Command replayed = Command.run("replay", "--url", api.url());
            assertThat(replayed.exit()).as(replayed.err()).isZero();
            assertThat(replayed.out()).contains("the new views serve now", "highest sequence");
            Command verified = Command.run("verify", "--url", api.url());
            assertThat(verified.exit()).as(verified.err()).isZero();
            Command compared = Command.run("verify", "--url", api.url(), "--against", api.url());
            assertThat(compared.exit()).as(compared.err()).isZero();
            assertOnlyGeneration(ledger, "views-5");
        }
        try (TestLedger ledger = TestLedger.on(directory)) {
            assertOnlyGeneration(ledger, "views-5");
            ledger.api().get("/runs/run-3").expect(200);
        }
    }

    @Test
    void findsEntryThatSomebodyChanged() throws Exception {
        Path state;
        try (TestLedger ledger = TestLedger.on(directory)) {
            writeSome(ledger.api());
            state = ledger.state();
        }
        String changed = TamperedState.changeOneRecord(state.resolve("runledger-views"));

        try (TestLedger ledger = TestLedger.on(directory)) {
            Command verified = Command.run("verify", "--url", ledger.api().url());

            assertThat(verified.exit()).isEqualTo(1);
            assertThat(verified.err()).contains("differ", "records", changed);
            assertThat(verified.out()).contains("DIFFERENT");

            assertThat(Command.run("replay", "--url", ledger.api().url()).exit())
                    .isZero();
            assertThat(Command.run("verify", "--url", ledger.api().url()).exit())
                    .isZero();
        }
    }

    @Test
    void startsOverOffline() throws Exception {
        Map<Integer, JsonNode> before;
        Path state;
        try (TestLedger ledger = TestLedger.on(directory)) {
            writeSome(ledger.api());
            before = digests(ledger.api());
            state = ledger.state();
            Command refused = Command.run("replay", "--offline", "--data", directory.toString());
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("in use by another Runledger");
        }
        // As a process leaves it that is killed in a replay.
        Files.createDirectories(state.resolve("scratch").resolve("0"));

        Command offline = Command.run("replay", "--offline", "--data", directory.toString());
        assertThat(offline.exit()).as(offline.err()).isZero();
        assertThat(state.resolve("runledger-views")).doesNotExist();

        try (TestLedger ledger = TestLedger.on(directory)) {
            assertThat(digests(ledger.api())).isEqualTo(before);
            assertThat(state.resolve("scratch")).doesNotExist();
        }
    }

    @Test
    void aStopBreaksReplayOffAndLeavesTheViewsAsTheyWere() throws Exception {
        Map<Integer, JsonNode> before;
        try (TestLedger ledger = TestLedger.on(directory)) {
            writeSome(ledger.api());
            before = digests(ledger.api());
            ledger.api().post("/admin/replay", "").expect(202);
        }

        try (TestLedger ledger = TestLedger.on(directory)) {
            assertThat(digests(ledger.api())).isEqualTo(before);
            assertOneGenerationOfEach(ledger);
            ledger.api().post("/admin/replay", "").expect(202);
            assertThat(ended(ledger.api(), "/admin/replay").path("state").asText())
                    .isEqualTo("done");
            assertThat(digests(ledger.api())).isEqualTo(before);
            assertOneGenerationOfEach(ledger);
        }
    }

    @Test
    void kafkasResetToolWorksToo() throws Exception {
        try (TestLedger ledger = TestLedger.on(directory)) {
            writeSome(ledger.api());
            Map<Integer, JsonNode> before = digests(ledger.api());

            ledger.stopServices();
            int code = new StreamsResetter().execute(new String[] {
                "--bootstrap-server",
                ledger.bootstrapServers(),
                "--application-id",
                "runledger-views",
                "--input-topics",
                "runledger.log",
                "--force"
            });
            assertThat(code).isZero();
            deleteAll(ledger.state());
            ledger.startServicesAgain();

            assertThat(digests(ledger.api())).isEqualTo(before);
        }
    }

    /** Copies of the recorded runs under other names. Returns those names. */
    private static List<String> load(LedgerApi api) throws Exception {
        RecordSender client = new RecordSender(new LedgerClient(api.url()), Duration.ofSeconds(60));
        RealRuns real = RealRuns.read();
        List<String> runs = new ArrayList<>();
        List<byte[]> events = new ArrayList<>();
        List<byte[]> artifacts = new ArrayList<>();
        int loaded = 0;
        for (int copy = 0; loaded < EVENTS; copy++) {
            for (Map.Entry<String, RealRuns.Sent> run : real.runs().entrySet()) {
                String name = run.getKey() + "-copy-" + copy;
                runs.add(name);
                run.getValue().events().forEach(event -> events.add(copied(event, name)));
                run.getValue().artifacts().forEach(artifact -> artifacts.add(copied(artifact, name)));
                loaded += run.getValue().events().size();
            }
            if (events.size() >= BATCH || loaded >= EVENTS) {
                post(client, RecordKind.EVENT, events);
                post(client, RecordKind.ARTIFACT, artifacts);
            }
        }
        settled(api);
        return runs;
    }

    private static byte[] copied(JsonNode record, String run) {
        return ((ObjectNode) record.deepCopy()).put("run_id", run).toString().getBytes(UTF_8);
    }

    private static void post(RecordSender client, RecordKind kind, List<byte[]> records) throws Exception {
        for (Answer answer : client.post(kind, records)) {
            assertThat(answer.accepted()).as(answer::body).isTrue();
        }
        records.clear();
    }

    private static void writeSome(LedgerApi api) throws Exception {
        for (int i = 0; i < 60; i++) {
            api.post("/events", event("run-" + i % 13, "event-" + i)).expect(201);
        }
        settled(api);
    }

    private static ObjectNode event(String run, String id) {
        ObjectNode event = new ObjectMapper()
                .createObjectNode()
                .put("event_id", id)
                .put("event_type", "step.ended")
                .put("run_id", run)
                .put("task_id", "task")
                .put("producer", "test")
                .put("occurred_at", "2026-11-21T10:00:00Z");
        event.putObject("payload");
        return event;
    }

    private static void settled(LedgerApi api) {
        await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
            JsonNode total = api.get("/positions").expect(200).json().path("total");
            assertThat(total.path("lag").asLong(-1)).isZero();
        });
    }

    private static List<String> questions(List<String> runs) {
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < runs.size(); i += Math.max(1, runs.size() / 50)) {
            String run = LedgerApi.encoded(runs.get(i));
            questions.add("/runs/" + run);
            questions.add("/events?run_id=" + run + "&limit=20&order=desc");
            questions.add("/artifacts?run_id=" + run);
            questions.add("/events?limit=20");
            questions.add("/positions");
        }
        return questions;
    }

    private static Map<Integer, JsonNode> digests(LedgerApi api) throws Exception {
        Map<Integer, JsonNode> digests = new LinkedHashMap<>();
        api.get("/admin/digest")
                .expect(200)
                .json()
                .path("digests")
                .forEach(digest -> digests.put(digest.path("partition").asInt(), digest));
        assertThat(digests).hasSize(12);
        JsonNode one = api.get("/admin/digest?partition=3").expect(200).json().path("digests");
        assertThat(one)
                .singleElement()
                .isEqualTo(Optional.ofNullable(digests.get(3)).orElseThrow());
        return digests;
    }

    private static JsonNode ended(LedgerApi api, String path) {
        return await().atMost(REPLAYED_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> api.get(path).expect(200).json(),
                        progress -> !progress.path("state").asText().equals("running"));
    }

    private static void assertOnlyGeneration(TestLedger ledger, String name) throws Exception {
        assertThat(assertOneGenerationOfEach(ledger)).containsOnly(name);
    }

    /** No partition has views beside those that serve, and the broker nothing that is of replays. */
    private static List<String> assertOneGenerationOfEach(TestLedger ledger) throws Exception {
        List<String> names = new ArrayList<>();
        try (Stream<Path> content = Files.walk(ledger.state().resolve("runledger-views"), 2)) {
            content.filter(Files::isDirectory)
                    .map(path -> String.valueOf(path.getFileName()))
                    .filter(directory -> directory.startsWith("views"))
                    .forEach(names::add);
        }
        assertThat(names).hasSize(12);
        assertThat(ledger.state().resolve("scratch"))
                .satisfiesAnyOf(scratch -> assertThat(scratch).doesNotExist(), scratch -> assertThat(scratch)
                        .isEmptyDirectory());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            assertThat(admin.listGroups().all().get(10, TimeUnit.SECONDS).stream()
                            .map(GroupListing::groupId)
                            .filter(group -> group.startsWith("runledger-views")))
                    .containsExactly("runledger-views");
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
                    .noneMatch(topic -> topic.startsWith("runledger-views"));
        }
        return names;
    }

    private static void say(String what, JsonNode progress) {
        System.out.println(what + ": " + progress);
    }

    private static void deleteAll(Path root) throws Exception {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
