package io.runledger.endtoend.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerProcess;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first, by the command line: start a ledger, ask for its status, record the demo, stop it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class FirstHourIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RUN = Pattern.compile("Recorded an agent's run, (\\S+):");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void startsLooksRecordsAndStops() throws Exception {
        String data = directory.resolve("data").toString();
        try (LedgerProcess ledger = LedgerProcess.start(Path.of(data))) {
            String url = ledger.api().url();

            Command status = Command.run("status", "--data", data);
            assertThat(status.exit()).isZero();
            assertThat(status.out()).contains("at " + url + ": ready", "0 events", data);
            JsonNode json = JSON.readTree(
                    Command.run("status", "--json", "--data", data).out());
            assertThat(json.path("ready").asBoolean()).isTrue();
            assertThat(json.path("url").asText()).isEqualTo(url);
            assertThat(json.path("pid").asLong()).isEqualTo(ledger.process().pid());

            String run = demo(url);
            demoIsWhatItSays(ledger.api(), run);
            assertThat(demo(url)).isNotEqualTo(run);
            assertThat(ledger.api().get("/runs").json().path("runs")).hasSize(2);

            Command second =
                    Command.run("up", "--data", data, "--port", "0", "--kafka-port", "0", "--registry-port", "0");
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.err())
                    .contains("is in use by another Runledger (process "
                            + ledger.process().pid() + ")");

            Command stop = Command.run("stop", "--data", data);
            assertThat(stop.exit()).isZero();
            assertThat(stop.out()).contains("Stopping the ledger on " + data, "Stopped after ");
            assertThat(ledger.process().isAlive()).isFalse();
        }
        Command again = Command.run("stop", "--data", data);
        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("No ledger is running on " + data);
        assertThat(Command.run("status", "--data", data).exit()).isEqualTo(1);
    }

    private static String demo(String url) throws Exception {
        Command demo = Command.run("--url", url, "demo");
        assertThat(demo.exit()).as(demo.err()).isZero();
        Matcher run = RUN.matcher(demo.out());
        assertThat(run.find()).isTrue();
        assertThat(demo.out()).contains(url + "/#/runs/" + run.group(1), url + "/#/review", "is refused:\n    ");
        return run.group(1);
    }

    /** The task waits until somebody approves what it has: the two requests that the demo prints. */
    private static void demoIsWhatItSays(LedgerApi api, String run) throws Exception {
        JsonNode shown = api.get("/runs/" + run).json();
        assertThat(shown.path("status").asText()).isEqualTo("succeeded");
        assertThat(shown.path("events_by_type").path("tool.called").asInt()).isEqualTo(5);
        assertThat(shown.path("events_by_type").path("eval.gated").asInt()).isEqualTo(1);
        assertThat(api.get("/events?run_id=" + run + "&event_type=tool.called&limit=1")
                        .json()
                        .path("events")
                        .path(0)
                        .path("redactions"))
                .isNotEmpty();
        assertThat(api.get("/artifacts?status=needs-review&run_id=" + run)
                        .json()
                        .path("artifacts"))
                .hasSize(2);

        api.post("/runs/" + run + "/tasks/publish/complete", "{\"actor\": \"me\"}")
                .expect(409);
        api.post("/runs/" + run + "/artifacts/release-notes/review", "{\"status\": \"approved\", \"actor\": \"me\"}")
                .expect(200);
        api.post("/runs/" + run + "/tasks/publish/complete", "{\"actor\": \"me\"}")
                .expect(200);
    }
}
