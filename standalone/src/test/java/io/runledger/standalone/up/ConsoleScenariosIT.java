package io.runledger.standalone.up;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.runledger.http.Termination;
import io.runledger.query.Query;
import io.runledger.query.QueryConfig;
import io.runledger.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people do with review and proof, in the console. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith({ConsoleBrowser.class, OwnLedger.class})
final class ConsoleScenariosIT {
    private final Browser browser;
    private final LedgerApi api;
    private ConsoleTab tab;

    ConsoleScenariosIT(Browser browser, TestLedger ledger) {
        this.browser = browser;
        this.api = ledger.api();
        this.tab = new ConsoleTab(browser, api);
    }

    @BeforeEach
    void signIn() {
        tab.open("review").actingAs("ada");
    }

    @AfterEach
    void close() {
        tab.close();
    }

    @Test
    void aRegisteredPublicLinkIsApprovedAndLetsItsTaskComplete() throws Exception {
        declare("link", "{\"type\": \"artifact\"}");
        tab.open("runs/link/tasks/t1");
        assertThat(tab.region("Why it cannot be completed yet")).containsText("artifact");

        tab.button("Complete the task").click();
        assertThat(tab.region("Complete it").getByRole(AriaRole.ALERT)).containsText("artifact");

        tab.field("Address").fill("https://example.org/event");
        tab.field("Title").fill("The event's page");
        tab.field("Type").selectOption("event-page");
        tab.button("Register and attach").click();
        assertThat(tab.region("What it has")).containsText("needs-review");

        tab.region("What it has").getByText("The event's page").click();
        tab.page().locator("#decision-comment").fill("seen");
        tab.button("Approve").click();
        assertThat(tab.region("History")).containsText("seen");
        assertThat(tab.heading()).containsText("approved");

        tab.link("t1").click();
        assertThat(tab.region("Nothing is missing")).isVisible();
        tab.button("Complete the task").click();
        assertThat(tab.heading()).containsText("completed");
        assertThat(api.get("/runs/link/tasks/t1").json().path("completed_by").asText())
                .isEqualTo("ada");
    }

    @Test
    void aNeedsReviewAssistantOutputIsVisibleAndDoesNotCountUntilApproved() throws Exception {
        declare("assistant", "{\"type\": \"artifact\"}");
        register("assistant", "assistant-output", "s3", "s3://bucket/key", "internal", "assistant-output");
        tab.open("runs/assistant/tasks/t1");

        tab.field("Artifact of this run").selectOption("a1");
        tab.button("Attach").click();
        assertThat(tab.region("What it has")).containsText("needs-review");
        assertThat(tab.region("Why it cannot be completed yet")).containsText("needs-review");
        tab.button("Complete the task").click();
        assertThat(tab.region("Complete it")).containsText("needs-review");

        tab.open("review?artifact=assistant/a1");
        assertThat(tab.page().locator("section.card")).containsText("assistant output");
        tab.page().keyboard().press("a");
        assertThat(tab.page().locator(".said")).containsText("Of assistant: approved.");

        tab.open("runs/assistant/tasks/t1");
        tab.button("Complete the task").click();
        assertThat(tab.heading()).containsText("completed");
    }

    @Test
    void aPrivateOrBulkyArtifactIsMetadataOnly() throws Exception {
        register("bulky", "recording", "dropbox", "https://www.dropbox.com/s/abc/rec.mp4", "private", "manual-link");
        tab.open("runs/bulky/artifacts/a1");

        Locator facts = tab.page().locator(".facts");
        assertThat(facts).containsText("private");
        assertThat(facts.getByText("https://www.dropbox.com/s/abc/rec.mp4"))
                .hasAttribute("href", "https://www.dropbox.com/s/abc/rec.mp4");

        declare("bulky", "{\"type\": \"none\"}");
        tab.open("runs/bulky/tasks/t1");
        tab.field("Address").fill("https://bucket.s3.amazonaws.com/rec.mp4?X-Amz-Signature=abc");
        tab.field("Title").fill("A recording");
        tab.button("Register and attach").click();

        assertThat(tab.page().locator("#location-error")).isVisible();
        assertThat(tab.field("Address")).hasAttribute("aria-invalid", "true");
        assertThat(api.get("/artifacts?run_id=bulky").json().path("artifacts")).hasSize(1);
    }

    @Test
    void requiredFileAndRequiredArtifactStayDistinct() throws Exception {
        declare("distinct", "{\"type\": \"artifact\", \"requires_file\": true}");
        register("distinct", "report", "s3", "s3://bucket/report", "internal", "manual-link");
        api.post("/runs/distinct/artifacts/a1/attach", "{\"task_id\": \"t1\"}").expect(200);
        api.post("/runs/distinct/artifacts/a1/review", "{\"status\": \"approved\"}")
                .expect(200);
        tab.open("runs/distinct/tasks/t1");

        Locator blocked = tab.region("Why it cannot be completed yet");
        assertThat(blocked.getByRole(AriaRole.LISTITEM)).hasCount(1);
        assertThat(blocked).containsText("file");
        tab.field("File name").fill("report.pdf");
        tab.field("Where it is kept").fill("s3://bucket/report.pdf");
        tab.button("Register the file").click();
        assertThat(tab.region("What it has")).containsText("report.pdf");
        assertThat(tab.region("Nothing is missing")).isVisible();

        tab.button("Complete the task").click();
        assertThat(tab.heading()).containsText("completed");
    }

    @Test
    void aBundleIsDownloadedAsItIs(@TempDir Path directory) throws Exception {
        declare("carried", "{\"type\": \"none\"}");
        tab.open("runs/carried");

        Download download =
                tab.page().waitForDownload(() -> tab.link("Download the bundle").click());
        Path zip = directory.resolve("bundle.zip");
        download.saveAs(zip);

        try (ZipFile bundle = new ZipFile(zip.toFile())) {
            assertThat(bundle.size()).isPositive();
        }
        assertThat(zip).hasBinaryContent(api.get("/runs/carried/bundle").bytes());
    }

    @Test
    void productionRefusesLocalDiskStorageAtTheField() throws Exception {
        try (TestLedger production = TestLedger.ephemeral(Map.of("RUNLEDGER_ENV", "production"));
                ConsoleTab inProduction = new ConsoleTab(browser, production.api())) {
            production
                    .api()
                    .post("/tasks", "{\"task_id\": \"t1\", \"run_id\": \"local\"}")
                    .expect(200);
            inProduction.open("runs/local/tasks/t1");

            inProduction.field("Address").fill("/srv/files/report.pdf");
            inProduction.field("Title").fill("A report");
            inProduction.button("Register and attach").click();

            assertThat(inProduction.region("Register a link as an artifact")).containsText("RUNLEDGER_ENV");
            assertThat(production.api().get("/artifacts").json().path("artifacts"))
                    .isEmpty();
        }
    }

    @Test
    void aQueryNodeAloneReadsAndSaysThatItTakesNoWrites(@TempDir Path state) throws Exception {
        try (TestLedger ledger = TestLedger.ephemeral()) {
            ledger.api()
                    .post("/tasks", "{\"task_id\": \"t1\", \"run_id\": \"alone\"}")
                    .expect(200);
            ledger.stopServices();
            QueryConfig config = QueryConfig.from(Map.of(
                    "RUNLEDGER_KAFKA_BOOTSTRAP", ledger.bootstrapServers(),
                    "RUNLEDGER_REGISTRY_URL", ledger.registryUrl(),
                    "RUNLEDGER_STATE_DIR", state.toString(),
                    "RUNLEDGER_QUERY_PORT", "0"));
            try (Query node = Query.start(config, Termination.from(new Settings(Map.of())));
                    ConsoleTab alone = new ConsoleTab(browser, new LedgerApi("http://127.0.0.1:" + node.port()))) {
                alone.open("runs/alone/tasks/t1");

                alone.button("Complete the task").click();

                assertThat(alone.region("Complete it")).containsText("This address takes no writes");
            }
        }
    }

    @Test
    void whoIsSlowerIsToldWhatTheOtherOneDecided() throws Exception {
        register("race", "report", "s3", "s3://bucket/report", "internal", "manual-link");
        tab.page().route("**/events/tail**", held -> {}); // so that it is not told in time
        tab.open("runs/race/artifacts/a1");
        assertThat(tab.button("Reject")).isVisible();
        api.post("/runs/race/artifacts/a1/review", """
                        {"status": "approved", "actor": "ben", "comment": "good as it is"}""").expect(200);

        tab.button("Reject").click();

        Locator conflict = tab.page().locator(".conflict");
        assertThat(conflict).containsText("ben approved it");
        assertThat(conflict).containsText("good as it is");
        assertThat(tab.heading()).containsText("approved");
        assertThat(api.get("/runs/race/artifacts/a1/history").json().path("moves"))
                .hasSize(1);
    }

    private void declare(String run, String requirement) throws Exception {
        api.post(
                        "/tasks",
                        "{\"task_id\": \"t1\", \"run_id\": \"" + run + "\", \"proof_requirement\": " + requirement
                                + "}")
                .expect(200);
    }

    private void register(String run, String type, String provider, String location, String data, String source)
            throws Exception {
        api.post("/artifacts", """
                        {"artifact_id": "a1", "run_id": "%1$s", "artifact_type": "%2$s", "title": "Of %1$s",
                         "status": "needs-review", "storage_provider": "%3$s", "location": "%4$s",
                         "data_class": "%5$s", "source_type": "%6$s", "created_by": "tests"}""".formatted(run, type, provider, location, data, source))
                .expect(201);
    }
}
