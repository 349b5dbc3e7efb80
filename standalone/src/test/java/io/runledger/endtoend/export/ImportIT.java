package io.runledger.endtoend.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.runledger.endtoend.ledger.ChildProcess;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerProcess;
import io.runledger.endtoend.ledger.OwnedLedger;
import io.runledger.endtoend.ledger.RealRuns;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.standalone.up.DataDirectory;
import io.runledger.v1.Event;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real runs, and what people did about one, carried from a ledger into another with another key and another log. */
@Timeout(value = 580, unit = TimeUnit.SECONDS)
final class ImportIT {
    private static final String KEY = "RUNLEDGER_GUARD_KEY";
    private static final int PARTITIONS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARTIFACT = """
            {"artifact_id": "%s", "run_id": "%s", "artifact_type": "report", "title": "A report", "task_id": "t",
             "storage_provider": "s3", "location": "s3://bucket/key", "data_class": "internal",
             "source_type": "import", "created_by": "tests", "metadata": {"b": 1, "a": [2.50]}}""";
    private static final String EVENT = """
            {"event_id": "%s", "run_id": "%s", "task_id": "t", "event_type": "%s", "producer": "tests",
             "occurred_at": "2026-11-21T10:00:00.000001Z", "payload": %s}""";

    @TempDir
    private Path directory = Path.of("");

    private final Map<String, byte[]> bundles = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();

    @Test
    void aLedgerIsCarriedIntoAnother() throws Exception {
        assumeTrue(RealRuns.areThere(), "the recorded runs are not beside the project: nothing to load");
        Path archive = directory.resolve("a.zip");
        Path clash = directory.resolve("clash.zip");
        Exported exported;
        try (TestLedger first = owned(Map.of(KEY, "first"), 12)) {
            fill(first.api());
            exported = export(first.api(), archive);
            first.api()
                    .post("/events", EVENT.formatted("e1", "clash", "noted", "{\"of\": \"first\"}"))
                    .expect(201);
            assertThat(Command.run(
                                    "export",
                                    "--run",
                                    "clash",
                                    "-o",
                                    clash.toString(),
                                    "--url",
                                    first.api().url())
                            .exit())
                    .isZero();
            bundles(first.api(), exported);
        }
        assertThat(Command.run("validate", archive.toString()).exit()).isZero();
        Path again = directory.resolve("b.zip");
        try (TestLedger second = owned(Map.of(KEY, "second"), PARTITIONS)) {
            assertWrongKeyIsToldAtOnce(second, archive);
            assertKilledAndDoneAgain(second, archive, exported);
            assertSame(second.api(), exported, again);
            assertGoesOn(second);
            assertConflictIsRefused(second, clash);
            assertForgedOriginIsRejected(second);
            assertThat(Command.run("verify", "--url", second.api().url()).exit())
                    .isZero();
        }
        try (TestLedger third = owned(Map.of(KEY, "third"), 2)) {
            assertThat(importing(third, "third", again).exit()).isZero();
            assertSame(third.api(), exported, directory.resolve("c.zip"));
        }
    }

    @Test
    void aLedgerThatUpRunsIsFoundByItsDirectory() throws Exception {
        Path data = directory.resolve("data");
        Path archive = directory.resolve("own.zip");
        try (LedgerProcess ledger = LedgerProcess.start(data)) {
            ledger.api()
                    .post("/events", EVENT.formatted("e1", "own", "noted", "{}"))
                    .expect(201);
            await().until(() -> ledger.api().get("/runs/own").status() == 200);
            export(ledger.api(), archive);

            // Without a key in the environment it is the one that "up" has made for the directory.
            Command again = Command.run(Map.of(KEY, ""), "import", archive.toString(), "--data", data.toString());

            assertThat(again.exit()).as(again.err()).isZero();
            assertThat(again.out()).contains("Imported 0 records of 0 runs; 1 there already");
        }

        Command stopped = Command.run("import", archive.toString(), "--data", data.toString());

        assertThat(stopped.exit()).isEqualTo(1);
        assertThat(stopped.err()).contains("No ledger runs on " + data);
        assertThat(Command.run("import", directory.resolve("nothing.zip").toString())
                        .exit())
                .isEqualTo(2);
    }

    private static TestLedger owned(Map<String, String> settings, int partitions) throws Exception {
        return new OwnedLedger(DataDirectory.ephemeral(partitions), settings, true);
    }

    /** Four recorded runs, and one with everything that people do. */
    private static void fill(LedgerApi api) throws Exception {
        for (RealRuns.Sent run : RealRuns.read().runs().values()) {
            write(api, "/events/batch", run.events());
            write(api, "/artifacts/batch", run.artifacts());
        }
        api.post("/tasks", """
                        {"task_id": "t", "run_id": "told", "bundle_id": "b", "proof_requirement": {"type": "artifact"}}""").expect(200);
        api.post("/artifacts", ARTIFACT.formatted("a1", "told")).expect(201);
        api.post("/artifacts", ARTIFACT.formatted("a2", "told")).expect(201);
        api.post("/tasks/t/complete?run_id=told", "{}"); // refused, which is a decision, too
        api.post("/runs/told/artifacts/a1/review", "{\"status\": \"approved\"}").expect(200);
        api.send(
                        "PATCH",
                        "/runs/told/artifacts/a1",
                        BodyPublishers.ofString("{\"title\": \"Another title\", \"metadata\": {\"c\": 3}}"),
                        "Content-Type",
                        "application/json")
                .expect(200);
        api.post("/runs/told/tasks/t/complete", "{}").expect(200);
        api.post("/events", EVENT.formatted("e1", "told", "noted", "{\"password\": \"hunter2-and-more\"}"))
                .expect(201);
        api.post("/events", EVENT.formatted("e2", "told", "noted", "{\"n\": 1e3}"))
                .expect(201);
        api.post("/files", """
                        {"file_id": "f", "run_id": "told", "task_id": "t", "filename": "r.pdf",
                         "storage_uri": "s3://bucket/r.pdf"}""").expect(201);
        api.send("DELETE", "/runs/told/events/e2?reason=mistake", BodyPublishers.noBody())
                .expect(200);
    }

    private static void write(LedgerApi api, String path, List<JsonNode> records) throws Exception {
        ArrayNode batch = JSON.createArrayNode().addAll(records);
        api.post(path, batch).expect(200);
    }

    private Exported export(LedgerApi api, Path file) throws Exception {
        assertThat(Command.run("export", "-o", file.toString(), "--url", api.url())
                        .exit())
                .isZero();
        Exported exported = Exported.of(Files.readAllBytes(file));
        exported.assertValid();
        return exported;
    }

    private void bundles(LedgerApi api, Exported exported) throws Exception {
        for (String run : new TreeSet<>(exported.ids("events", "run_id"))) {
            LedgerApi.Answer bundle = api.get("/runs/" + run + "/bundle").expect(200);
            bundles.put(run, bundle.bytes());
            tags.put(run, bundle.headers().getOrDefault("etag", List.of()).toString());
        }
        assertThat(bundles).hasSize(5);
    }

    private static Command importing(TestLedger into, String key, Path archive) throws Exception {
        return Command.run(
                environment(into, key),
                "import",
                archive.toString(),
                "--url",
                into.api().url());
    }

    private static Map<String, String> environment(TestLedger ledger, String key) throws Exception {
        int partitions = ledger.api()
                .get("/positions")
                .expect(200)
                .json()
                .path("partitions")
                .size();
        return Map.of(
                "RUNLEDGER_KAFKA_BOOTSTRAP",
                ledger.bootstrapServers(),
                "RUNLEDGER_REGISTRY_URL",
                ledger.registryUrl(),
                "RUNLEDGER_LOG_PARTITIONS",
                String.valueOf(partitions),
                KEY,
                key);
    }

    private static void assertWrongKeyIsToldAtOnce(TestLedger ledger, Path archive) throws Exception {
        Command refused = importing(ledger, "not its key", archive);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("sealed with another key", KEY);
        assertThat(total(ledger, "read")).isZero();
        assertThat(total(ledger, "rejected")).isZero();
    }

    private static void assertKilledAndDoneAgain(TestLedger ledger, Path archive, Exported exported) throws Exception {
        int records = exported.records("events").size()
                + exported.records("artifacts").size();
        try (ChildProcess importing = Command.start(
                environment(ledger, "second"),
                "import",
                archive.toString(),
                "--url",
                ledger.api().url())) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> total(ledger, "applied") >= 1 || !importing.isAlive());
            importing.kill();
        }
        long before = total(ledger, "applied");

        Command done = importing(ledger, "second", archive);

        assertThat(done.exit()).as(done.err() + done.out()).isZero();
        assertThat(done.out()).contains("Imported " + (records - before) + " records");
        assertThat(total(ledger, "applied")).isEqualTo(records);
        assertThat(total(ledger, "duplicates")).isZero();
        assertThat(importing(ledger, "second", archive).out())
                .contains("Imported 0 records of 0 runs; " + records + " there already");
        assertThat(total(ledger, "applied")).isEqualTo(records);
    }

    private static long total(TestLedger ledger, String count) throws Exception {
        return ledger.api()
                .get("/positions")
                .expect(200)
                .json()
                .path("total")
                .path(count)
                .asLong();
    }

    private void assertSame(LedgerApi api, Exported expected, Path to) throws Exception {
        Exported exported = export(api, to);
        for (String file : List.of("artifacts", "files", "tasks", "events")) {
            assertThat(exported.records(file)).as(file).isEqualTo(expected.records(file));
        }
        for (Map.Entry<String, byte[]> run : bundles.entrySet()) {
            LedgerApi.Answer bundle =
                    api.get("/runs/" + run.getKey() + "/bundle").expect(200);
            assertThat(bundle.bytes()).as(run.getKey()).isEqualTo(run.getValue());
            assertThat(bundle.headers().getOrDefault("etag", List.of()).toString())
                    .isEqualTo(tags.get(run.getKey()));
        }
        JsonNode artifact = api.get("/runs/told/artifacts/a1").expect(200).json();
        assertThat(artifact.path("origin").path("position"))
                .isEqualTo(expected.record("artifacts", "artifact_id", "a1").path("position"));
    }

    private void assertGoesOn(TestLedger ledger) throws Exception {
        JsonNode decided = ledger.api()
                .post("/runs/told/artifacts/a2/review", "{\"status\": \"approved\", \"revision\": 1}")
                .expect(200)
                .json();
        assertThat(decided.path("revision").asInt()).isEqualTo(2);
        JsonNode third = ledger.api()
                .post("/runs/told/artifacts/a1/archive", "{}")
                .expect(200)
                .json();
        assertThat(third.path("revision").asInt()).isEqualTo(4);

        LedgerApi.Answer bundle = ledger.api()
                .get("/runs/told/bundle?at_least=" + third.path("position").asText())
                .expect(200);

        assertThat(bundle.bytes()).isNotEqualTo(bundles.get("told"));
        assertThat(Exported.get(ledger.api(), "/export?run_id=told").records("events"))
                .allSatisfy(event ->
                        assertThat(event.path("partition").asInt()).isEqualTo(RunPartition.of("told", PARTITIONS)));
        Exported.get(ledger.api(), "/export").assertValid();
    }

    private static void assertConflictIsRefused(TestLedger ledger, Path clash) throws Exception {
        String position = ledger.api()
                .post("/events", EVENT.formatted("e1", "clash", "noted", "{\"of\": \"second\"}"))
                .expect(201)
                .json()
                .path("position")
                .asText();
        ledger.api().get("/runs/clash?at_least=" + position).expect(200);
        long read = total(ledger, "read");

        Command refused = importing(ledger, "second", clash);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("event/clash/e1: the ledger has different content", "nothing was imported");
        assertThat(total(ledger, "read")).isEqualTo(read);
    }

    private static void assertForgedOriginIsRejected(TestLedger ledger) throws Exception {
        Event event = DirectLog.event("forged", "e1", "{}");
        int home = RunPartition.of("forged", PARTITIONS);
        long offset;
        try (DirectLog direct = new DirectLog(ledger)) {
            byte[] key = RecordKey.of(event).bytes();
            byte[] value = direct.wire(event);
            byte[] header = new Seal("a forger's").header(new Origin(new Position(0, 1), 0), key, value);
            offset = direct.append(home, key, value, Map.of(Origin.HEADER, header));
        }

        ledger.api().get("/runs?at_least=" + new Position(home, offset)).expect(200);
        ledger.api().get("/runs/forged").expect(404);
        assertThat(ledger.api()
                        .get("/rejects?reason=forged-origin")
                        .expect(200)
                        .json()
                        .path("rejects"))
                .anySatisfy(reject -> assertThat(reject.path("offset").asLong()).isEqualTo(offset));
    }
}
