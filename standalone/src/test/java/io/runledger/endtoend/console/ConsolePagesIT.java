package io.runledger.endtoend.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.runledger.cli.load.LoadCommand;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.RealRuns;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every page of the console with real runs in it: for who cannot see it, in the dark, on a telephone and on a wall. Pictures
 * of the pages are written to the directory that {@code runledger.screenshots} names.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({ConsoleBrowser.class, OwnLedger.class})
final class ConsolePagesIT {
    private static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("runledger.screenshots")).map(Path::of);
    private static final Set<String> GRAVE = Set.of("serious", "critical");
    private static final String BUILD = "bafba111-8366-4a41-b03b-2b9243c64d42";
    private static final String FAILED = "b0ed168e-1926-42da-aa25-6b3eb826074b";
    private static final String TASK = "model.jaffle_shop.stg_payments";
    private static final int HEIGHT = 900;
    private static final int USUAL = 1280;
    private static final List<Integer> WIDTHS = List.of(375, 2560);

    private final Browser browser;
    private final TestLedger ledger;
    private final LedgerApi api;

    ConsolePagesIT(Browser browser, TestLedger ledger) {
        assumeTrue(RealRuns.areThere(), "the recorded runs are not beside the project: nothing to show");
        this.browser = browser;
        this.ledger = ledger;
        this.api = ledger.api();
    }

    static Stream<Map.Entry<String, String>> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("runs", "");
        pages.put("run", "runs/" + BUILD);
        pages.put("event", "runs/agent-7?event=call");
        pages.put("task", "runs/" + BUILD + "/tasks/" + TASK);
        pages.put("artifact", "runs/" + BUILD + "/artifacts/c9b07d67-0c61-5cdb-8745-45f48d2bd1c0");
        pages.put("bundle", "runs/" + BUILD + "/bundles/staging");
        pages.put("review", "review");
        pages.put("compare", "compare?baseline=" + FAILED + "&candidate=" + BUILD);
        pages.put("health", "health");
        pages.put("missing", "runs/nobody-knows");
        pages.put("no-such-page", "what/is/this");
        return pages.entrySet().stream();
    }

    @BeforeAll
    void load() throws Exception {
        RealRuns real = RealRuns.read();
        String[] arguments = Stream.concat(
                        Stream.of("--url", api.url()), real.files().stream().map(Path::toString))
                .toArray(String[]::new);
        assertThat(new CommandLine(new LoadCommand()).execute(arguments)).isZero();
        for (Map.Entry<String, RealRuns.Sent> run : real.runs().entrySet()) {
            tell(run.getKey(), run.getValue());
        }
        api.post("/tasks", """
                        {"run_id": "%s", "task_id": "%s", "title": "Check the payments", "bundle_id": "staging",
                         "proof_requirement": {"type": "artifact", "requires_file": true}}""".formatted(BUILD, TASK)).expect(200);
        api.post("/events", """
                        {"run_id": "agent-7", "event_id": "call", "event_type": "tool.called", "producer": "agent",
                         "occurred_at": "2026-11-21T10:00:00Z", "task_id": "deploy",
                         "payload": {"name": "shell", "arguments": {"command": "deploy --api-key k-1234567 --to prod"}}}""").expect(201);
        try (DirectLog log = new DirectLog(ledger)) {
            log.send(3, "event/what/is-this".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
            log.flush();
        }
    }

    /** What a producer that knows of a run's lifecycle would have said, and what is to be reviewed of it. */
    private void tell(String run, RealRuns.Sent sent) throws Exception {
        List<String> times = sent.events().stream()
                .map(event -> event.path("occurred_at").asText())
                .sorted()
                .toList();
        String status = run.equals(FAILED)
                ? "{\"status\": \"failed\", \"error\": {\"type\": \"dbt\", \"message\": \"Database error in model orders\"}}"
                : "{\"status\": \"succeeded\"}";
        lifecycle(
                run,
                "run.started",
                times.get(0),
                "{\"name\": \"dbt %s\", \"versions\": {\"dbt\": \"1.8.2\"}}"
                        .formatted(run.equals(BUILD) ? "build" : "run"));
        lifecycle(run, "run.finished", times.get(times.size() - 1), status);
        for (JsonNode artifact : sent.artifacts()) {
            String path = "/runs/" + run + "/artifacts/"
                    + artifact.path("artifact_id").asText();
            api.post(path + "/review", "{\"status\": \"needs-review\", \"actor\": \"dbt-core\"}")
                    .expect(200);
        }
        if (run.equals(BUILD)) {
            String first = sent.artifacts().get(0).path("artifact_id").asText();
            api.post("/runs/" + run + "/artifacts/" + first + "/attach", "{\"task_id\": \"" + TASK + "\"}")
                    .expect(200);
        }
    }

    private void lifecycle(String run, String type, String at, String payload) throws Exception {
        api.post("/events", """
                        {"run_id": "%s", "event_type": "%s", "producer": "dbt-core", "occurred_at": "%s", "payload": %s}""".formatted(run, type, at, payload)).expect(201);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isForEverybodyAndFitsItsWindow(Map.Entry<String, String> shown) {
        try (ConsoleTab tab = tab()) {
            Page page = settled(tab, shown.getValue());
            assertNothingGrave(new AxeBuilder(page), shown.getKey());
            picture(page, shown.getKey());

            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));

            assertNothingGrave(
                    new AxeBuilder(page).withRules(List.of("color-contrast")), shown.getKey() + ", in the dark");
            picture(page, shown.getKey() + "-dark");

            for (int width : WIDTHS) {
                page.setViewportSize(width, HEIGHT);

                Number beyond = (Number) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
                assertThat(beyond.intValue())
                        .as("pixels of %s that are beyond %s", shown.getKey(), width)
                        .isNotPositive();
            }
        }
    }

    private static void assertNothingGrave(AxeBuilder axe, String what) {
        List<Rule> violations = axe.setLegacyMode(true).analyze().getViolations().stream()
                .filter(violation -> GRAVE.contains(violation.getImpact()))
                .toList();
        assertThat(violations)
                .as(what)
                .extracting(violation -> violation.getId() + ": " + violation.getNodes())
                .isEmpty();
    }

    private ConsoleTab tab() {
        return new ConsoleTab(
                browser,
                api,
                new NewContextOptions().setViewportSize(USUAL, HEIGHT).setColorScheme(ColorScheme.LIGHT));
    }

    private static Page settled(ConsoleTab tab, String address) {
        Page page = tab.open(address).page();
        assertThat(page.locator(".bone")).hasCount(0);
        return page;
    }

    private static void picture(Page page, String name) {
        PICTURES.ifPresent(
                directory -> page.screenshot(new Page.ScreenshotOptions().setPath(directory.resolve(name + ".png"))));
    }
}
