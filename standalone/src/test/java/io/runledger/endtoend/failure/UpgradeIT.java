package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory that {@code ./runledger up} of commit 72ca705 wrote, with its schemas in Apicurio's database, its log
 * without seals and its views in an older layout: it opens, and answers as it did then. {@code answers.json} in it has what it
 * answered.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class UpgradeIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aLedgerOfAnEarlierVersionOpensAndGoesOn() throws Exception {
        unpack();
        JsonNode before =
                new ObjectMapper().readTree(directory.resolve("answers.json").toFile());
        Path data = directory.resolve("data");
        JsonNode digests;
        try (LedgerProcess ledger = LedgerProcess.start(data)) {
            LedgerApi api = ledger.api();
            assertAnswersAsBefore(api, before);
            assertGoesOn(api);
            digests = digests(api);
            Command verified = Command.run("verify", "--url", api.url());
            assertThat(verified.exit()).as(verified.err()).isZero();
        }
        try (LedgerProcess ledger = LedgerProcess.start(data)) {
            assertAnswersAsBefore(ledger.api(), before);
            assertThat(digests(ledger.api())).isEqualTo(digests);
        }
    }

    private static void assertAnswersAsBefore(LedgerApi api, JsonNode before) throws Exception {
        assertThat(facts(api.all("/events?run_id=old&limit=3&order=asc", "events")))
                .isEqualTo(facts(list(before.path("events"))));
        JsonNode artifact = api.get("/runs/old/artifacts/report").expect(200).json();
        for (String field : List.of("status", "revision", "reviewed_by", "title", "location", "sequence", "position")) {
            assertThat(artifact.path(field))
                    .as(field)
                    .isEqualTo(before.path("artifact").path(field));
        }
        assertThat(moves(api.get("/runs/old/artifacts/report/history")
                        .expect(200)
                        .json()))
                .isEqualTo(moves(before.path("history")));
        assertThat(api.get("/runs/old/tasks/ship")
                        .expect(200)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("completed");
        api.get("/runs/old/events/erased").expect(410);
        assertThat(list(api.get("/contracts").expect(200).json().path("contracts")))
                .extracting(contract -> contract.path("subject").asText())
                .contains("payload.step.measured");
        assertThat(api.get("/rejects").expect(200).json().path("rejects")).isEmpty();
    }

    private static void assertGoesOn(LedgerApi api) throws Exception {
        String event =
                "{\"event_id\": \"%s\", \"event_type\": \"step.measured\", \"run_id\": \"new\", \"producer\": \"tests\","
                        + " \"payload\": {\"loss\": %s}}";
        api.post("/events", event.formatted("good", "0.5")).expect(201);
        api.post("/events", event.formatted("bad", "\"low\"")).expect(422);
        await().atMost(SOON).until(() -> api.get("/runs/new/events/good").status() == 200);
        api.post("/artifacts", """
                        {"run_id": "new", "artifact_id": "a", "artifact_type": "t", "title": "t", "location": "s3://b/k",
                         "storage_provider": "s3", "data_class": "internal", "source_type": "system", "created_by": "x"}""").expect(201);
        api.post("/runs/new/artifacts/a/review", "{\"status\": \"approved\", \"actor\": \"ana\"}")
                .expect(200);
        assertThat(api.get("/ready").expect(200).json().path("warnings")).isEmpty();
    }

    /** What an event is, and where it stands; times are shown with more digits now. */
    private static List<List<JsonNode>> facts(List<JsonNode> events) {
        return events.stream()
                .map(event -> List.of(
                        event.path("event_id"),
                        event.path("event_type"),
                        event.path("payload"),
                        event.path("payload_digest"),
                        event.path("sequence"),
                        event.path("position")))
                .toList();
    }

    private static List<List<JsonNode>> moves(JsonNode history) {
        return list(history.path("moves")).stream()
                .map(move -> List.of(
                        move.path("decision_id"),
                        move.path("type"),
                        move.path("from"),
                        move.path("to"),
                        move.path("revision")))
                .toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static JsonNode digests(LedgerApi api) throws Exception {
        await().atMost(SOON)
                .until(() ->
                        api.get("/positions").json().path("total").path("lag").asLong(-1) == 0);
        return api.get("/admin/digest").expect(200).json().path("digests");
    }

    private void unpack() throws IOException {
        try (InputStream in = Objects.requireNonNull(UpgradeIT.class.getResourceAsStream("earlier.zip"));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName()).normalize();
                assertThat(file).startsWithRaw(directory);
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.copy(zip, file);
                }
            }
        }
    }
}
