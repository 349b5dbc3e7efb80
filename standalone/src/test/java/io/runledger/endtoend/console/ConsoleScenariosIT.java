package io.runledger.endtoend.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.runledger.endtoend.export.Exported;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
    private final LedgerApi api;
    private final ConsoleTab tab;

    ConsoleScenariosIT(Browser browser, TestLedger ledger) {
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
        assertThat(tab.field("Who may see it")).hasValue("internal");
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
        tab.page().locator(".queue [aria-current]").focus();
        tab.page().keyboard().press("a");
        tab.page().keyboard().press("Control+Enter");
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
    void whatIsTakenOutKeepsRelationsAndPassesValidation(@TempDir Path directory) throws Exception {
        prove("exported");
        api.post("/artifacts", """
                        {"artifact_id": "a2", "run_id": "exported", "artifact_type": "report", "title": "A later one",
                         "storage_provider": "s3", "location": "s3://bucket/later", "data_class": "internal",
                         "source_type": "manual-link", "created_by": "tests", "supersedes": "a1"}""").expect(201);

        tab.open("runs/exported");
        byte[] zip = tab.download(tab.link("Download the bundle"));
        Exported run = Exported.of(tab.download(tab.link("Export")));
        tab.open("runs/exported/bundles/b1");
        Exported bundle = Exported.of(tab.download(tab.link("Export")));
        tab.open("?within=1h");
        Exported lately = Exported.of(tab.download(tab.page().getByText(Pattern.compile("Export what came since"))));
        tab.open("");
        Exported all = Exported.of(tab.download(tab.link("Export the ledger")));

        Exported.assertValid(Files.write(directory.resolve("bundle.zip"), zip));
        assertThat(zip).isEqualTo(api.get("/runs/exported/bundle").bytes());
        for (Exported export : List.of(run, bundle, lately, all)) {
            export.assertValid();
            assertThat(export.records("artifacts"))
                    .filteredOn(artifact -> artifact.path("run_id").asText().equals("exported"))
                    .filteredOn(
                            artifact -> artifact.path("artifact_id").asText().equals("a1"))
                    .singleElement()
                    .satisfies(artifact -> {
                        assertThat(artifact.path("task_id").asText()).isEqualTo("t1");
                        assertThat(artifact.path("status").asText()).isEqualTo("approved");
                    });
        }
        assertThat(run.record("artifacts", "artifact_id", "a2")
                        .path("supersedes")
                        .asText())
                .isEqualTo("a1");
        assertThat(run.record("tasks", "task_id", "t1").path("state").asText()).isEqualTo("completed");
        assertThat(run.ids("events", "run_id")).containsOnly("exported");
    }

    @Test
    void theReviewQueueIsGoneThroughByKeys() throws Exception {
        for (String run : List.of("keys-1", "keys-2", "keys-3")) {
            register(run, "report", "s3", "s3://bucket/report", "internal", "manual-link");
        }
        tab.open("review?artifact=keys-1/a1");
        Locator current = tab.page().locator(".queue [aria-current]");
        Keyboard keys = tab.page().keyboard();
        assertThat(current).containsText("Of keys-1");

        keys.press("j");
        keys.press("j");
        assertThat(current).containsText("Of keys-3");
        keys.press("j");
        assertThat(current).containsText("Of keys-3");
        keys.press("k");
        assertThat(current).containsText("Of keys-2");
        assertThat(tab.page()).hasURL(Pattern.compile("keys-2"));

        keys.press("c");
        keys.type("jar without a lock");
        assertThat(tab.page().locator("#decision-comment")).hasValue("jar without a lock");
        keys.press("Escape");
        keys.press("r");
        assertThat(tab.page().locator(".asked")).containsText("Reject it as ada?");
        keys.press("Control+Enter");
        assertThat(tab.page().locator(".said")).containsText("Of keys-2: rejected.");
        assertThat(current).containsText("Of keys-3");
        keys.press("k");
        assertThat(current).containsText("Of keys-1");
        keys.press("a");
        keys.press("Control+Enter");
        assertThat(tab.page().locator(".said")).containsText("Of keys-1: approved.");

        assertThat(api.get("/runs/keys-2/artifacts/a1/history")
                        .json()
                        .path("moves")
                        .path(0)
                        .path("comment")
                        .asText())
                .isEqualTo("jar without a lock");
        assertThat(api.get("/runs/keys-1/artifacts/a1")
                        .json()
                        .path("reviewed_by")
                        .asText())
                .isEqualTo("ada");
    }

    @Test
    void strayKeysDecideNothing() throws Exception {
        for (String run : List.of("stray-1", "stray-2")) {
            register(run, "report", "s3", "s3://bucket/report", "internal", "manual-link");
        }
        tab.open("review?artifact=stray-1/a1");
        Locator current = tab.page().locator(".queue [aria-current]");
        assertThat(current).containsText("Of stray-1");
        Keyboard keys = tab.page().keyboard();

        for (String typed : List.of("a", "r", "arar", "approve", "number")) { // with the focus on no item
            keys.type(typed);
            keys.press("Enter");
            keys.press("Control+Enter");
        }
        current.focus();
        for (String typed : List.of("a", "r", "aaaa", "approve", "number", "a r a ")) {
            keys.type(typed);
            keys.press("Enter");
            keys.press("Control+Enter"); // what was asked was taken back by the key before
        }
        keys.press("a");
        assertThat(tab.page().locator(".asked")).containsText("Approve it as ada?");
        keys.press("Escape");
        assertThat(tab.page().locator(".asked")).hasCount(0);
        keys.press("a");
        keys.press("j");
        keys.press("Control+Enter");

        for (String run : List.of("stray-1", "stray-2")) {
            assertThat(api.get("/runs/" + run + "/artifacts/a1/history").json().path("moves"))
                    .isEmpty();
        }
    }

    @Test
    void nobodyDecidesWithoutName() throws Exception {
        register("nameless", "report", "s3", "s3://bucket/report", "internal", "manual-link");
        tab.actingAs("").open("review?artifact=nameless/a1");
        Locator current = tab.page().locator(".queue [aria-current]");
        assertThat(current).containsText("Of nameless");

        tab.button("Approve a").click();
        assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("A decision needs a name");
        assertThat(tab.field("Acting as")).isFocused();
        current.focus();
        tab.page().keyboard().press("a");
        tab.page().keyboard().press("Control+Enter");
        assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("A decision needs a name");
        assertThat(api.get("/runs/nameless/artifacts/a1").json().path("status").asText())
                .isEqualTo("needs-review");

        tab.actingAs("cleo");
        tab.button("Approve a").click();
        assertThat(tab.page().locator(".said")).containsText("Of nameless: approved.");
        assertThat(api.get("/runs/nameless/artifacts/a1")
                        .json()
                        .path("reviewed_by")
                        .asText())
                .isEqualTo("cleo");
    }

    @Test
    void whatSomebodyElseDecidesAboutStaysInSightUntilOneGoesOn() throws Exception {
        register("taken", "report", "s3", "s3://bucket/report", "internal", "manual-link");
        tab.open("review?artifact=taken/a1");
        assertThat(tab.page().locator(".queue [aria-current]")).containsText("Of taken");
        Keyboard keys = tab.page().keyboard();
        keys.press("c");
        keys.type("no");

        api.post("/runs/taken/artifacts/a1/review", "{\"status\": \"approved\", \"actor\": \"ben\"}")
                .expect(200);
        assertThat(tab.page().locator(".queue .note")).containsText("not in the queue any more");
        keys.type(" way");
        assertThat(tab.page().locator("#decision-comment")).hasValue("no way");

        keys.press("Escape");
        keys.press("r");
        keys.press("Control+Enter");
        assertThat(tab.page().locator(".conflict")).containsText("ben approved it");
        assertThat(api.get("/runs/taken/artifacts/a1").json().path("status").asText())
                .isEqualTo("approved");
        tab.page().reload();
        tab.link("What this address names").click();
        assertThat(tab.heading()).containsText("approved");
    }

    @Test
    void whatIsMissingIsSaidWhereItIsGiven() throws Exception {
        declare("named", "{\"type\": \"url\", \"required_link_name\": \"PR\", \"requires_file\": true}");
        api.post(
                        "/files",
                        "{\"file_id\": \"f1\", \"filename\": \"diff.txt\", \"storage_uri\": \"s3://bucket/diff\", \"run_id\": \"named\", \"task_id\": \"another\"}")
                .expect(201);
        tab.open("runs/named/tasks/t1");
        Locator blocked = tab.region("Why it cannot be completed yet").getByRole(AriaRole.LISTITEM);
        assertThat(blocked.nth(0)).hasText("Give the link that proves it (url) when completing it.");
        assertThat(blocked.nth(1)).hasText("Call the link \"PR\" (link_name).");
        assertThat(blocked.nth(2)).containsText("Register a file for the task, or name one of its run");

        tab.field("Link").fill("https://example.org/pr/7");
        tab.button("Complete the task").click();
        assertThat(tab.page().locator("#url-error")).hasCount(0);
        assertThat(tab.page().locator("#link_name-error")).hasText("Call the link \"PR\" (link_name).");
        assertThat(tab.page().locator("#files-error")).containsText("Register a file");

        tab.field("What the link is called").fill("PR");
        tab.field("File of this run").selectOption("f1");
        tab.button("Complete the task").click();
        assertThat(tab.heading()).containsText("completed");
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

    /** A task of a bundle, completed with an artifact that was approved. */
    private void prove(String run) throws Exception {
        api.post("/tasks", """
                        {"task_id": "t1", "run_id": "%s", "bundle_id": "b1",
                         "proof_requirement": {"type": "artifact"}}""".formatted(run)).expect(200);
        register(run, "report", "s3", "s3://bucket/report", "internal", "manual-link");
        api.post("/runs/" + run + "/artifacts/a1/attach", "{\"task_id\": \"t1\"}")
                .expect(200);
        api.post("/runs/" + run + "/artifacts/a1/review", "{\"status\": \"approved\"}")
                .expect(200);
        api.post("/runs/" + run + "/tasks/t1/complete", "{}").expect(200);
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
