package io.runledger.endtoend.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestLedger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that is silent is shown as stalled, and nothing but what is shown changes by it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class RunSilenceIT {
    @Test
    void showsARunThatIsSilentAsStalledAndWritesNothingOfIt() throws Exception {
        try (TestLedger ledger = TestLedger.ephemeral(Map.of("RUNLEDGER_RUN_SILENCE", "4s"))) {
            LedgerApi api = ledger.api();
            event(api, "told", "run.started", "{}");
            event(api, "ended", "run.started", "{}");
            event(api, "ended", "run.finished", "{\"status\": \"succeeded\"}");
            event(api, "untold", "noted", "{}");
            assertThat(status(api, "told")).isEqualTo("running");
            assertThat(status(api, "untold")).as("events come").isEqualTo("running");
            String digest = api.get("/admin/digest").json().toString();
            byte[] bundle = api.get("/runs/told/bundle").expect(200).bytes();

            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> status(api, "told")
                    .equals("stalled"));
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> status(api, "untold")
                    .equals("unknown"));

            JsonNode stalled = api.get("/runs/told").json();
            assertThat(stalled.path("silent_since")).isEqualTo(stalled.at("/last_event/created_at"));
            assertThat(stalled.at("/attempts/0/status").asText()).isEqualTo("stalled");
            assertThat(status(api, "ended")).isEqualTo("succeeded");
            assertThat(names(api, "stalled")).containsExactly("told");
            assertThat(names(api, "running")).isEmpty();
            assertThat(api.get("/runs/told/bundle").expect(200).bytes())
                    .as("the same bytes whenever they are made")
                    .isEqualTo(bundle);
            assertThat(api.get("/admin/digest").json().toString()).isEqualTo(digest);

            api.post("/tasks", "{\"run_id\": \"told\", \"task_id\": \"t\"}").expect(200);
            assertThat(status(api, "told")).as("a decision is no work").isEqualTo("stalled");
            event(api, "told", "noted", "{}");
            assertThat(status(api, "told")).as("work is").isEqualTo("running");
        }
    }

    private static void event(LedgerApi api, String run, String type, String payload) throws Exception {
        String position = api.post("/events", """
                        {"event_type": "%s", "run_id": "%s", "producer": "tests", "occurred_at": "2026-11-21T10:00:00Z",
                         "payload": %s}""".formatted(type, run, payload))
                .expect(201)
                .json()
                .path("position")
                .asText();
        api.get("/runs/" + run + "?at_least=" + position).expect(200);
    }

    private static String status(LedgerApi api, String run) throws Exception {
        return api.get("/runs/" + run).expect(200).json().path("status").asText();
    }

    private static List<String> names(LedgerApi api, String status) throws Exception {
        return api.get("/runs?status=" + status).json().path("runs").findValuesAsText("run_id");
    }
}
