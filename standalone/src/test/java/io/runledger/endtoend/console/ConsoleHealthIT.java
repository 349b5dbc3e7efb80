package io.runledger.endtoend.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.v1.Event;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What who runs a ledger sees and does in the console: a stop, a replay, a record that was rejected. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({ConsoleBrowser.class, OwnLedger.class})
final class ConsoleHealthIT {
    /** So that a replay is seen under way. */
    private static final int EVENTS = 6_000;

    private static final int RUNS = 24;

    private final Browser browser;
    private final TestLedger ledger;
    private final LedgerApi api;
    private ConsoleTab tab;

    ConsoleHealthIT(Browser browser, TestLedger ledger) {
        this.browser = browser;
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @BeforeAll
    void load() throws Exception {
        String batch = IntStream.range(0, EVENTS)
                .mapToObj(n -> event("run-" + n % RUNS, "step", "{\"n\": " + n + "}"))
                .collect(Collectors.joining(",", "[", "]"));
        api.post("/events/batch", batch).expect(200);
    }

    private static String event(String run, String type, String payload) {
        return """
                {"run_id": "%s", "event_type": "%s", "producer": "tests",
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": %s}""".formatted(run, type, payload);
    }

    @BeforeEach
    void openTab() {
        tab = new ConsoleTab(browser, api);
    }

    @AfterEach
    void closeTab() {
        tab.close();
    }

    @Test
    void whileTheLedgerIsStoppedPagesSayWhatTheySawAndGoOnByThemselves() throws Exception {
        try (ConsoleTab run = new ConsoleTab(browser, api).open("runs/run-1");
                ConsoleTab health = new ConsoleTab(browser, api).open("health")) {
            tab.open("");
            assertThat(tab.link("run-0")).isVisible();
            assertThat(health.page().locator(".tiles")).containsText("ready");
            Locator events = run.page().getByRole(AriaRole.LISTBOX);
            String seen = events.getAttribute("aria-label");

            ledger.stopServices();
            assertThat(run.page().locator(".offline")).containsText("The ledger does not answer");
            assertThat(events).hasAttribute("aria-label", seen);
            assertThat(health.page().locator(".tiles")).containsText("no answer");
            assertThat(tab.page().locator(".offline")).containsText("The ledger does not answer");
            assertThat(tab.link("run-0")).isVisible();
            tab.link("Compare").click();
            assertThat(tab.heading()).hasText("This page could not be loaded");

            ledger.startServicesWhereTheyWere();
            assertThat(tab.heading()).hasText("Compare two runs");
            assertThat(run.page().locator(".offline")).isEmpty();
            assertThat(health.page().locator(".tiles")).not().containsText("no answer");
            api.post("/events", event("run-1", "step", "{}")).expect(201);
            assertThat(events).not().hasAttribute("aria-label", seen);
            tab.link("Runs").click();
            assertThat(tab.link("run-0")).isVisible();
            api.post("/events", event("back", "run.started", "{\"name\": \"Since it is back\"}"))
                    .expect(201);
            assertThat(tab.link("Since it is back")).isVisible();
        }
    }

    @Test
    void aReplayIsBegunWithCareAndSeenToItsEndByEverybody() throws Exception {
        tab.open("health");
        assertThat(tab.region("Replay")).containsText("keep serving reads");
        tab.button("Replay the views …").click();
        tab.button("Cancel").click();
        assertThat(tab.page().getByRole(AriaRole.DIALOG)).hasCount(0);
        api.get("/admin/replay").expect(404);

        try (ConsoleTab other = new ConsoleTab(browser, api).open("health")) {
            List<ConsoleTab> both = List.of(tab, other);
            tab.button("Replay the views …").click();
            tab.button("Begin the replay").click();
            for (ConsoleTab seen : both) {
                assertThat(seen.page().getByRole(AriaRole.PROGRESSBAR)).isVisible();
            }
            for (ConsoleTab seen : both) {
                assertThat(seen.region("Replay").locator(".status")).containsText("done");
                assertThat(seen.region("Replay")).containsText("records/s");
            }
        }
        assertThat(api.get("/admin/replay").expect(200).json().path("records").asLong())
                .isGreaterThanOrEqualTo(EVENTS);
    }

    @Test
    void aRejectedRecordIsSentAgainOnceItsCauseIsMended() throws Exception {
        RegistryClient registry = new RegistryClient(URI.create(ledger.registryUrl()), Duration.ofSeconds(10));
        int next = registry.register("probe", new Schema.Parser().parse("\"string\"")) + 1;
        Event event = DirectLog.event("redriven", "e1", "{}");
        int home = DirectLog.home("redriven");
        long offset;
        try (DirectLog log = new DirectLog(ledger)) {
            byte[] wire = log.wire(event);
            ByteBuffer.wrap(wire).putInt(1, next);
            offset = log.append(home, RecordKey.of(event).bytes(), wire);
            log.append(home, "event/redriven/text".getBytes(UTF_8), "plain text".getBytes(UTF_8));
        }
        tab.open("health");
        tab.button("unknown-schema 1").click();
        Locator reject = tab.page().locator(".rejects .card");
        assertThat(reject).hasCount(1);
        assertThat(reject).containsText("event/redriven/e1");

        tab.button("Redrive " + home + ":" + offset).click();
        assertThat(reject.getByRole(AriaRole.ALERT)).containsText("schema");
        Schema newer = new Schema.Parser()
                .parse(Contract.EVENT.schema().toString().replace("The contract this record keeps.", "The contract."));
        assertThat(registry.register("later", newer))
                .as("the registry counts its ids up")
                .isEqualTo(next);
        tab.button("Redrive " + home + ":" + offset).click();

        assertThat(reject.getByRole(AriaRole.STATUS)).containsText("Sent again and accepted, at " + home + ":");
        api.get("/runs/redriven/events/e1").expect(200);
    }
}
