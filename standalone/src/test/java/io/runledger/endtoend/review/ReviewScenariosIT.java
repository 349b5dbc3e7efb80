package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.cli.export.ExportCommand;
import io.runledger.cli.export.ValidateCommand;
import io.runledger.endtoend.export.Exported;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.v1.Artifact;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people do with review and proof, over HTTP, with the real guard deciding. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
public final class ReviewScenariosIT {
    private static final String ARTIFACT = """
            {"artifact_id": "%s", "run_id": "%s", "artifact_type": "%s", "title": "An artifact", "status": "%s",
             "storage_provider": "%s", "location": "%s", "data_class": "%s", "source_type": "%s",
             "created_by": "tests"}""";

    private final LedgerApi api;

    ReviewScenariosIT(TestLedger ledger) {
        this.api = ledger.api();
    }

    @Test
    void aRegisteredPublicLinkAttachedAndApprovedLetsItsTaskComplete() throws Exception {
        String run = "/runs/link";
        declare("link", "{\"type\": \"artifact\"}");
        register("link", "event-page", "draft", "external-url", "https://example.org/event", "public", "manual-link");

        JsonNode refused =
                api.post(run + "/tasks/t1/complete", "{}").expect(409).json();
        assertThat(refused.path("blocked_by")).hasSize(1);
        assertThat(refused.path("blocked_by").path(0).path("requirement").asText())
                .isEqualTo("artifact");

        api.post(run + "/artifacts/a1/attach", "{\"task_id\": \"t1\"}").expect(200);
        api.post(run + "/artifacts/a1/review", "{\"status\": \"approved\", \"comment\": \"seen\"}")
                .expect(200);
        JsonNode completed =
                api.post(run + "/tasks/t1/complete", "{}").expect(200).json();

        JsonNode task = api.get(
                        run + "/tasks/t1?at_least=" + completed.path("position").asText())
                .expect(200)
                .json();
        assertThat(task.path("state").asText()).isEqualTo("completed");
        assertThat(task.path("blocked_by")).isEmpty();
        JsonNode history = api.get(run + "/artifacts/a1/history").expect(200).json();
        assertThat(history.path("moves").findValuesAsText("comment")).contains("seen");
    }

    @Test
    void aNeedsReviewAssistantOutputIsVisibleAndDoesNotCountUntilApproved() throws Exception {
        String run = "/runs/assistant";
        declare("assistant", "{\"type\": \"artifact\"}");
        register(
                "assistant",
                "assistant-output",
                "needs-review",
                "s3",
                "s3://bucket/key",
                "internal",
                "assistant-output");
        JsonNode attached = api.post(run + "/artifacts/a1/attach", "{\"task_id\": \"t1\"}")
                .expect(200)
                .json();

        JsonNode task = api.get(
                        run + "/tasks/t1?at_least=" + attached.path("position").asText())
                .expect(200)
                .json();
        assertThat(task.path("artifacts").path(0).path("status").asText()).isEqualTo("needs-review");
        assertThat(task.path("blocked_by")).hasSize(1);
        JsonNode refused =
                api.post(run + "/tasks/t1/complete", "{}").expect(409).json();
        assertThat(refused.path("blocked_by")
                        .path(0)
                        .path("artifacts")
                        .path(0)
                        .path("status")
                        .asText())
                .isEqualTo("needs-review");

        api.post(run + "/artifacts/a1/review", "{\"status\": \"approved\"}").expect(200);
        api.post(run + "/tasks/t1/complete", "{}").expect(200);
    }

    @Test
    void aPrivateOrBulkyArtifactIsMetadataOnly() throws Exception {
        register(
                "bulky",
                "recording",
                "draft",
                "dropbox",
                "https://www.dropbox.com/s/abc/rec.mp4",
                "private",
                "manual-link");

        JsonNode artifact = api.get("/runs/bulky/artifacts/a1").json();

        assertThat(artifact.path("data_class").asText()).isEqualTo("private");
        assertThat(artifact.has("content")).isFalse();
        String withBytes = ARTIFACT.formatted(
                        "a2",
                        "bulky",
                        "recording",
                        "draft",
                        "external-url",
                        "https://example.org/r",
                        "private",
                        "manual-link")
                .replaceFirst("}$", ", \"metadata\": {\"bytes\": \"data:video/mp4;base64," + "A".repeat(2000) + "\"}}");
        assertThat(api.post("/artifacts", withBytes).expect(422).toString()).contains("/metadata");
    }

    @Test
    void requiredFileAndRequiredArtifactStayDistinct() throws Exception {
        String run = "/runs/distinct";
        declare("distinct", "{\"type\": \"artifact\", \"requires_file\": true}");
        register("distinct", "report", "draft", "s3", "s3://bucket/report", "internal", "manual-link");
        api.post(run + "/artifacts/a1/attach", "{\"task_id\": \"t1\"}").expect(200);
        api.post(run + "/artifacts/a1/review", "{\"status\": \"approved\"}").expect(200);

        JsonNode noFile = api.post(run + "/tasks/t1/complete", "{}").expect(409).json();
        assertThat(noFile.path("blocked_by").findValuesAsText("requirement")).containsExactly("file");

        api.post("/files", """
                        {"file_id": "f1", "run_id": "distinct", "task_id": "t1", "filename": "report.pdf",
                         "storage_uri": "s3://bucket/report.pdf"}""").expect(201);
        api.post(run + "/tasks/t1/complete", "{}").expect(200);
    }

    @Test
    void productionRefusesLocalDiskStorage() throws Exception {
        try (TestLedger production = TestLedger.ephemeral(Map.of("RUNLEDGER_ENV", "production"));
                DirectLog log = new DirectLog(production)) {
            LedgerApi inProduction = production.api();
            String local = ARTIFACT.formatted(
                    "a1",
                    "local",
                    "report",
                    "draft",
                    "local-dev",
                    "/srv/files/report.pdf",
                    "internal",
                    "manual-upload");

            JsonNode refused =
                    inProduction.post("/artifacts", local).expect(422).json();
            assertThat(refused.path("reasons").path(0).asText()).isEqualTo("local-storage");
            assertThat(refused.toString()).contains("RUNLEDGER_ENV");
            inProduction.post("/files", """
                            {"run_id": "local", "filename": "r.pdf", "storage_uri": "file:///srv/files/r.pdf"}""").expect(422);

            // a producer that goes past the door gains nothing
            log.send(Artifact.newBuilder()
                    .setArtifactId("a1")
                    .setArtifactType("report")
                    .setTitle("A report")
                    .setStorageProvider("local-dev")
                    .setLocation("/srv/files/report.pdf")
                    .setDataClass("internal")
                    .setRunId("local")
                    .setSourceType("manual-upload")
                    .setCreatedBy("tests")
                    .build());
            log.flush();
            JsonNode unfit = inProduction
                    .post("/runs/local/artifacts/a1/review", "{\"status\": \"approved\"}")
                    .expect(409)
                    .json();
            assertThat(unfit.path("reason").asText()).isEqualTo("storage-policy");
            assertThat(unfit.path("detail").asText()).contains("local-storage");
            inProduction
                    .post("/runs/local/artifacts/a1/review", "{\"status\": \"rejected\"}")
                    .expect(200);
        }
    }

    @Test
    void anExportKeepsRelationsAndPassesValidation(@TempDir Path directory) throws Exception {
        String run = "/runs/exported";
        api.post("/tasks", """
                        {"task_id": "t1", "run_id": "exported", "bundle_id": "b1", "title": "Report",
                         "proof_requirement": {"type": "artifact", "requires_file": true}}""").expect(200);
        register("exported", "report", "draft", "s3", "s3://bucket/report", "internal", "manual-link");
        api.post(run + "/artifacts/a1/attach", "{\"task_id\": \"t1\"}").expect(200);
        api.post(run + "/artifacts/a1/review", "{\"status\": \"approved\"}").expect(200);
        api.post("/files", """
                        {"file_id": "f1", "run_id": "exported", "task_id": "t1", "filename": "report.pdf",
                         "storage_uri": "s3://bucket/report.pdf"}""").expect(201);
        api.post(run + "/tasks/t1/complete", "{}").expect(200);
        String successor = ARTIFACT.formatted(
                        "a2", "exported", "report", "draft", "s3", "s3://bucket/v2", "internal", "manual-link")
                .replaceFirst("}$", ", \"supersedes\": \"a1\", \"file_id\": \"f1\"}");
        api.post("/artifacts", successor).expect(201);
        String position = api.post(run + "/artifacts/a1/supersede", "{\"by\": \"a2\"}")
                .expect(200)
                .json()
                .path("position")
                .asText();

        Exported export = Exported.get(api, "/export?run_id=exported&at_least=" + position);

        export.assertValid();
        JsonNode old = export.record("artifacts", "artifact_id", "a1");
        assertThat(old.path("status").asText()).isEqualTo("superseded");
        assertThat(old.path("superseded_by").asText()).isEqualTo("a2");
        assertThat(old.path("task_id").asText()).isEqualTo("t1");
        assertThat(old.has("outside")).isFalse();
        JsonNode next = export.record("artifacts", "artifact_id", "a2");
        assertThat(next.path("supersedes").asText()).isEqualTo("a1");
        assertThat(export.ids("files", "file_id"))
                .containsExactly(next.path("file_id").asText());
        JsonNode task = export.record("tasks", "task_id", "t1");
        assertThat(task.path("state").asText()).isEqualTo("completed");
        assertThat(task.path("bundle_id").asText()).isEqualTo("b1");
        assertThat(export.ids("events", "event_type"))
                .contains(
                        "task.declared", "artifact.attached", "artifact.reviewed", "file.registered", "task.completed");

        Path file = directory.resolve("export.zip");
        assertThat(command("export", "--url", api.url(), "--run", "exported", "-o", file.toString()))
                .isZero();
        assertThat(file).hasBinaryContent(export.zip());
        assertThat(command("validate", file.toString())).isZero();
        String unpacked = directory.resolve("export") + "/";
        assertThat(command("export", "--url", api.url(), "--run", "exported", "-o", unpacked))
                .isZero();
        assertThat(command("validate", "--json", unpacked)).isZero();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("export.zip", "export");
    }

    private static int command(String name, String... arguments) {
        return new CommandLine(name.equals("export") ? new ExportCommand() : new ValidateCommand()).execute(arguments);
    }

    private void declare(String run, String requirement) throws Exception {
        api.post(
                        "/tasks",
                        "{\"task_id\": \"t1\", \"run_id\": \"" + run + "\", \"proof_requirement\": " + requirement
                                + "}")
                .expect(200);
    }

    private void register(
            String run, String type, String status, String provider, String location, String data, String source)
            throws Exception {
        JsonNode receipt = api.post(
                        "/artifacts", ARTIFACT.formatted("a1", run, type, status, provider, location, data, source))
                .expect(201)
                .json();
        api.get("/runs/" + run + "/artifacts/a1?at_least="
                        + receipt.path("position").asText())
                .expect(200);
    }
}
