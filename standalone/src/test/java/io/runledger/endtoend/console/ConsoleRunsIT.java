package io.runledger.endtoend.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looking at runs in the console, one of them of 100,000 events: as they come, and found again. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({ConsoleBrowser.class, OwnLedger.class})
final class ConsoleRunsIT {
    private static final int EVENTS = 100_000;
    private static final int BATCH = 10_000;
    private static final int TASKS = 40;

    /** How many runs are looked at for one page, and some more. */
    private static final int LOOKED_AT = 2_100;

    private static final int MOST_BYTES = 150_000;

    /** The best of some, and a bound for a machine that is busy with other tests; on a quiet one it is to be 1,000. */
    private static final int LOADS = 5;

    private static final int USABLE_MILLIS = Integer.getInteger("runledger.console.usable-ms", 5_000);

    private final Browser browser;
    private final LedgerApi api;
    private ConsoleTab tab;

    ConsoleRunsIT(Browser browser, TestLedger ledger) {
        this.browser = browser;
        this.api = ledger.api();
    }

    @BeforeAll
    void load() throws Exception {
        write("old", "run.started", "{\"name\": \"Long ago\"}");
        write("old", "run.finished", "{\"status\": \"cancelled\"}");
        String others = IntStream.range(0, LOOKED_AT)
                .mapToObj(n -> event("other-" + n, "run.started", "{}"))
                .collect(Collectors.joining(",", "[", "]"));
        api.post("/events/batch", others).expect(200);
        for (int first = 0; first < EVENTS; first += BATCH) {
            String lines = IntStream.range(first, first + BATCH)
                    .mapToObj(ConsoleRunsIT::line)
                    .collect(Collectors.joining(",", "[", "]"));
            api.post("/events/batch", lines).expect(200);
        }
        write("few-1", "run.started", "{\"name\": \"A few\"}");
        write("few-1", "run.finished", "{\"status\": \"failed\", \"error\": {\"message\": \"out of memory\"}}");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.get("/runs/long").json().path("event_count").asInt() == EVENTS);
    }

    private static String line(int n) {
        return "{\"run_id\":\"long\",\"event_id\":\"e%d\",\"event_type\":\"%s\",\"task_id\":\"task-%d\",\"producer\":\"tests\",\"occurred_at\":\"2026-11-21T10:%02d:%02dZ\",\"payload\":{\"n\":%d}}"
                .formatted(n, n % 2 == 0 ? "step.begun" : "step.done", n % TASKS, n / 1800 % 60, n / 30 % 60, n);
    }

    private static String event(String run, String type, String payload) {
        return """
                {"run_id": "%s", "event_type": "%s", "producer": "tests",
                 "occurred_at": "2026-11-21T11:00:00Z", "payload": %s}""".formatted(run, type, payload);
    }

    private String write(String run, String type, String payload) throws Exception {
        return api.post("/events", event(run, type, payload))
                .expect(201)
                .json()
                .path("position")
                .asText();
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
    void anAddressNamesAnEventDeepInLongRun() {
        Locator chosen = tab.page().locator(".event[aria-selected=true]");
        for (int n : new int[] {0, 73_212, EVENTS - 1}) {
            tab.open("runs/long?event=e" + n);

            assertThat(chosen).isInViewport();
            assertThat(chosen).hasAttribute("aria-posinset", String.valueOf(n + 1));
            assertThat(tab.page().locator(".panel .payload")).containsText(String.valueOf(n));
        }
        tab.open("runs/long?type=step.done&event=e73213");
        assertThat(chosen).hasAttribute("aria-posinset", String.valueOf(73_213 / 2 + 1));

        tab.open("runs/long?event=never");
        assertThat(chosen).hasCount(0);
    }

    @Test
    void aRunShowsAsSoonAsItBegins() throws Exception {
        tab.open("");
        assertThat(tab.link("long")).isVisible();

        write("born-now", "run.started", "{\"name\": \"Born while somebody looks\"}");

        Locator row = tab.page().locator("tbody tr").first();
        assertThat(row).containsText("Born while somebody looks");
        assertThat(row).containsText("running");
        assertThat(tab.page().locator(".sparkline figcaption")).containsText("in the last hour");

        row.getByRole(AriaRole.LINK).click();
        assertThat(tab.heading()).containsText("Born while somebody looks");
        write("born-now", "run.finished", "{\"status\": \"succeeded\"}");
        assertThat(tab.heading()).containsText("succeeded");
    }

    @Test
    void runsAreFoundAndTheBackButtonGoesBack() {
        tab.open("");
        tab.field("Id begins with").fill("few");
        assertThat(tab.page().locator("tbody tr")).hasCount(1);
        tab.field("Status").selectOption("failed");
        assertThat(tab.page()).hasURL(Pattern.compile("q=few&status=failed"));
        assertThat(tab.link("A few")).isVisible();

        tab.page().reload();
        assertThat(tab.field("Id begins with")).hasValue("few");
        tab.link("A few").click();
        assertThat(tab.page().locator("main")).containsText("out of memory");
        tab.page().goBack();
        assertThat(tab.field("Status")).hasValue("failed");

        tab.field("Status").selectOption("cancelled");
        assertThat(tab.page().locator(".empty")).containsText("No run is like that");
        tab.page().goBack();
        assertThat(tab.link("A few")).isVisible();
    }

    @Test
    void aRunThatIsFurtherBackThanWasLookedIsFoundByLookingOn() {
        tab.open("?status=cancelled");
        Locator said = tab.page().locator("main .note");
        assertThat(said).hasText("None of the newest runs is like that. Older ones have not been looked at yet.");
        assertThat(tab.page().locator(".empty")).hasCount(0);

        tab.button("Look further back").click();

        assertThat(tab.link("Long ago")).isVisible();
        assertThat(said).hasCount(0);
    }

    @Test
    void olderRunsStayInSightWhileNewOnesCome() throws Exception {
        tab.open("");
        Locator rows = tab.page().locator("tbody tr");
        assertThat(rows).hasCount(50);
        Locator last = rows.last().getByRole(AriaRole.LINK);
        String lastOfTheFirst = last.textContent();

        tab.button("Show older runs").click();
        assertThat(rows).hasCount(100);
        write("newer", "run.started", "{}");

        assertThat(tab.link("newer")).isVisible();
        assertThat(rows).hasCount(101);
        assertThat(tab.link(lastOfTheFirst)).isVisible();
    }

    @Test
    void aHundredThousandEventsAreGoneThroughByAFewRows() {
        tab.open("runs/long");
        Locator list = tab.page().getByRole(AriaRole.LISTBOX);
        assertThat(list).hasAttribute("aria-label", Pattern.compile("100,000"));
        assertThat(tab.page().locator(".event time").first()).isVisible();

        list.focus();
        tab.page().keyboard().press("End");
        Locator last = tab.page().locator("#event-" + (EVENTS - 1));
        assertThat(last).containsText("step.done");
        tab.page().keyboard().press("Enter");
        assertThat(tab.page().locator(".panel .payload")).containsText(String.valueOf(EVENTS - 1));
        assertThat(tab.page()).hasURL(Pattern.compile("event=e" + (EVENTS - 1)));

        list.evaluate("list => { list.scrollTop = list.scrollHeight / 2; }");
        assertThat(tab.page().locator("#event-50000")).containsText("step.begun");
        assertThat(tab.page().locator(".event").count()).isLessThan(100);

        tab.page().locator("#event-50000").click();
        assertThat(tab.page().locator(".panel .payload")).containsText("50000");
        tab.region("Timeline")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Events of task-7:"))
                .click();
        assertThat(list).hasAttribute("aria-label", Pattern.compile("2,500"));
        assertThat(tab.page().locator(".event .of").first()).hasText("task-7");
    }

    @Test
    void theTimelineIsZoomedByKeysAndButtons() {
        tab.open("runs/long");
        Locator span = tab.page().locator(".gantt .span");
        assertThat(span).containsText("in view");
        String whole = span.textContent();

        tab.page().locator(".bars").focus();
        tab.page().keyboard().press("+");
        assertThat(span).not().hasText(whole);
        tab.button("All").click();
        assertThat(span).hasText(whole);
    }

    @Test
    void theFirstPageIsSmallAndUsableAtOnce() {
        long best = Long.MAX_VALUE;
        AtomicLong received = new AtomicLong();
        for (int i = 0; i < LOADS; i++) {
            received.set(0);
            try (ConsoleTab fresh = new ConsoleTab(browser, api)) {
                Page page = fresh.page();
                List<Request> finished = new ArrayList<>();
                page.onRequestFinished(finished::add);
                fresh.open("");
                assertThat(fresh.link("long")).isVisible();
                Number usable = (Number) page.evaluate("performance.now()");
                best = Math.min(best, usable.longValue());
                // Not when they finish: what follows the log does so as the page goes, and has no sizes then.
                List.copyOf(finished).forEach(request -> received.addAndGet(request.sizes().responseBodySize));
            }
        }

        assertThat(received.get()).as("bytes of the first page").isBetween(1L, (long) MOST_BYTES);
        assertThat(best).as("milliseconds until runs are seen").isLessThan(USABLE_MILLIS);
    }

    @Test
    void whatIsNotThereSaysWhatToDo() {
        tab.open("runs/nobody-knows");
        assertThat(tab.page().locator(".failure")).containsText("There is no run nobody-knows.");
        tab.link("All runs").click();
        assertThat(tab.heading()).hasText("Runs");
    }
}
