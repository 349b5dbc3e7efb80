package io.runledger.endtoend.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.runledger.core.settings.Settings;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.http.ServerRules;
import io.runledger.query.Query;
import io.runledger.query.QueryConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console of a ledger that does not take everything: of one in production, and of a node without a gateway. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(ConsoleBrowser.class)
final class ConsoleDoorsIT {
    private final Browser browser;

    ConsoleDoorsIT(Browser browser) {
        this.browser = browser;
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
                    "RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY,
                    "RUNLEDGER_KAFKA_BOOTSTRAP", ledger.bootstrapServers(),
                    "RUNLEDGER_REGISTRY_URL", ledger.registryUrl(),
                    "RUNLEDGER_STATE_DIR", state.toString(),
                    "RUNLEDGER_QUERY_PORT", "0"));
            try (Query node = Query.start(config, ServerRules.from(new Settings(Map.of())));
                    ConsoleTab alone = new ConsoleTab(browser, new LedgerApi("http://127.0.0.1:" + node.port()))) {
                alone.open("runs/alone/tasks/t1");

                alone.button("Complete the task").click();

                assertThat(alone.region("Complete it")).containsText("This address takes no writes");
            }
        }
    }
}
