package io.runledger.endtoend.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an export of a whole ledger, and of parts of it, holds. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class ExportIT {
    private static final String ARTIFACT = """
            {"artifact_id": "%s", "run_id": "%s", "artifact_type": "report", "title": "A report",
             "storage_provider": "s3", "location": "s3://bucket/key", "data_class": "internal",
             "source_type": "import", "created_by": "tests"%s}""";
    private static final String EVENT = """
            {"event_id": "%s", "run_id": "%s", "task_id": "%s", "event_type": "noted", "producer": "tests",
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {"b": 1, "a": [2.50]}%s}""";

    private final TestLedger ledger;
    private final LedgerApi api;

    ExportIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void holdsAllRunsInOrder() throws Exception {
        String first = event("e1", "all-b", "t", "");
        String second = event("e1", "all-a", "t", "");
        String third = event("e2", "all-a", "s", "");

        Exported export = Exported.get(api, "/export?at_least=" + first + "," + second + "," + third);

        export.assertValid();
        assertThat(export.ids("events", "run_id")).isSorted().contains("all-a", "all-b");
        assertThat(export.records("tasks").stream()
                        .filter(task -> task.path("run_id").asText().startsWith("all-"))
                        .map(task -> task.path("run_id").asText() + "/"
                                + task.path("task_id").asText()))
                .containsExactly("all-a/s", "all-a/t", "all-b/t");
        assertThat(export.records("manifest").get(0).path("positions")).hasSize(12);
    }

    @Test
    void tellsWhatTheLedgerItselfDoesNotHave() throws Exception {
        String position = artifact("a1", "gaps", ", \"supersedes\": \"a0\", \"file_id\": \"f0\"");

        Exported export = Exported.get(api, "/export?run_id=gaps&at_least=" + position);

        export.assertValid();
        assertThat(export.record("artifacts", "artifact_id", "a1")
                        .path("outside")
                        .toString())
                .isEqualTo("[\"/supersedes\",\"/file_id\"]");
    }

    @Test
    void takesWhatBelongsToABundleAndWhatThatNames() throws Exception {
        api.post("/tasks", """
                        {"task_id": "in", "run_id": "bundled", "bundle_id": "b7"}""").expect(200);
        event("e1", "bundled", "in", "");
        event("e2", "bundled", "out", "");
        event("e3", "bundled", "about", ", \"subject_kind\": \"artifact\", \"subject_id\": \"a2\"");
        artifact("a0", "bundled", ", \"task_id\": \"out\"");
        artifact("a1", "bundled", ", \"supersedes\": \"a0\"");
        artifact("a2", "bundled", ", \"supersedes\": \"a1\", \"bundle_id\": \"b7\"");
        artifact("a3", "bundled", ", \"task_id\": \"in\"");
        String position = artifact("a4", "bundled", ", \"task_id\": \"out\"");

        Exported export = Exported.get(api, "/export?bundle_id=b7&at_least=" + position);

        export.assertValid();
        assertThat(export.ids("artifacts", "artifact_id")).containsExactly("a0", "a1", "a2", "a3");
        assertThat(export.ids("tasks", "task_id")).containsExactly("about", "in", "out");
        assertThat(export.ids("events", "event_id")).contains("e1", "e3").doesNotContain("e2");
        assertThat(Exported.get(api, "/export?bundle_id=b7&run_id=bundled").ids("artifacts", "artifact_id"))
                .containsExactly("a0", "a1", "a2", "a3");
    }

    @Test
    void takesWhatCameOrWasDecidedSince() throws Exception {
        artifact("a0", "since", "");
        artifact("a1", "since", ", \"task_id\": \"old\"");
        event("e1", "since", "old", "");
        event("e2", "since", "old", "");
        String time = between();
        event("e3", "since", "new", "");
        String position = api.post("/runs/since/artifacts/a1/review", "{\"status\": \"approved\"}")
                .expect(200)
                .json()
                .path("position")
                .asText();

        Exported export = Exported.get(api, "/export?run_id=since&since=" + time + "&at_least=" + position);

        export.assertValid();
        assertThat(export.ids("artifacts", "artifact_id")).containsExactly("a1");
        assertThat(export.ids("events", "event_id")).contains("e3").doesNotContain("e1", "e2");
        assertThat(export.ids("tasks", "task_id")).containsExactly("new", "old");
    }

    @Test
    void givesOlderFilesAStorageUri() throws Exception {
        String of = ", \"subject_kind\": \"file\", \"subject_id\": \"%s\"";
        event("e1", "older", "t", of.formatted("f1"), "file.registered", "{\"storage_path\": \"/data/a b.pdf\"}");
        event("e2", "older", "t", of.formatted("f2"), "file.registered", "{\"storage_path\": \"s3://bucket/key\"}");
        String position =
                event("e3", "older", "t", of.formatted("f3"), "file.registered", "{\"storage_path\": \"up/x.pdf\"}");

        Exported export = Exported.get(api, "/export?run_id=older&at_least=" + position);

        export.assertValid();
        assertThat(export.ids("files", "storage_uri"))
                .containsExactly("file:///data/a%20b.pdf", "s3://bucket/key", "file:up/x.pdf");
    }

    @Test
    void keepsPayloadsThatAreNotCanonical() throws Exception {
        String payload = "{\n  \"b\": 1.50,\n  \"a\": 12345678901234567890\n}";
        Position position;
        try (DirectLog direct = new DirectLog(ledger)) {
            Event event = DirectLog.event("direct-export", "e1", payload);
            int home = DirectLog.home("direct-export");
            position =
                    new Position(home, direct.append(home, RecordKey.of(event).bytes(), direct.wire(event)));
        }

        Exported export = Exported.get(api, "/export?run_id=direct-export&at_least=" + position);

        export.assertValid();
        assertThat(export.records("events").get(0).path("payload_text").asText())
                .isEqualTo(payload);
    }

    @Test
    void saysWhenThereIsNothingOfThatName() throws Exception {
        api.get("/export?run_id=nowhere").expect(404);
        api.get("/export?bundle_id=nothing").expect(404);
        api.get("/export?since=yesterday").expect(400);
        api.get("/export?task_id=t").expect(400);
    }

    /** A time of the broker's clock, which is this machine's, between what was written and what comes. */
    private static String between() {
        Instant now = Instant.now();
        await().until(() -> Instant.now().isAfter(now.plusMillis(20)));
        return now.plusMillis(10).toString();
    }

    private String artifact(String id, String run, String more) throws Exception {
        return posted("/artifacts", ARTIFACT.formatted(id, run, more));
    }

    private String event(String id, String run, String task, String more) throws Exception {
        return posted("/events", EVENT.formatted(id, run, task, more));
    }

    private String event(String id, String run, String task, String more, String type, String payload)
            throws Exception {
        return posted(
                "/events",
                EVENT.formatted(id, run, task, more)
                        .replace("\"noted\"", "\"" + type + "\"")
                        .replace("{\"b\": 1, \"a\": [2.50]}", payload));
    }

    private String posted(String path, String body) throws Exception {
        JsonNode receipt = api.post(path, body).expect(201).json();
        return receipt.path("position").asText();
    }
}
