package io.runledger.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnedLedger;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.up.DataDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guard key of a ledger is replaced step by step; what was sealed before counts as it did. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class GuardKeyReplacementIT {
    private static final String ARTIFACT = """
            {"artifact_id": "a", "artifact_type": "report", "title": "A report", "location": "https://example.org/r",
             "run_id": "%s", "status": "needs-review"}""";

    /** Where each run's approval is. */
    private final Map<String, String> positions = new LinkedHashMap<>();

    @Test
    void answersTheSameWithEachKeyAndAfterAReplay() throws Exception {
        try (OwnedLedger ledger = new OwnedLedger(
                DataDirectory.ephemeral(null), keys("the-old-key", "", Map.of("RUNLEDGER_ACCESS", "required")), true)) {
            String admin =
                    TestKeys.create(ledger.keys(), "ada", Role.ADMIN).key().text();
            approve(ledger.api().with(admin), "before");
            List<String> before = answers(ledger.api().with(admin), "before");

            ledger.restartWith(keys("the-old-key", "the-new-key", Map.of()));
            approve(ledger.api().with(admin), "known");
            ledger.restartWith(keys("the-new-key", "the-old-key", Map.of()));
            approve(ledger.api().with(admin), "sealing");

            assertThat(answers(ledger.api().with(admin), "before")).isEqualTo(before);
            List<String> known = answers(ledger.api().with(admin), "known");
            List<String> sealing = answers(ledger.api().with(admin), "sealing");
            ledger.replay();
            assertThat(answers(ledger.api().with(admin), "before")).isEqualTo(before);
            assertThat(answers(ledger.api().with(admin), "known")).isEqualTo(known);
            assertThat(answers(ledger.api().with(admin), "sealing")).isEqualTo(sealing);
            assertThat(ledger.api()
                            .with(admin)
                            .get("/rejects")
                            .expect(200)
                            .json()
                            .path("rejects"))
                    .isEmpty();

            assertThatThrownBy(() -> ledger.restartWith(keys("the-new-key", "", Map.of())))
                    .isInstanceOf(ClearFailure.class)
                    .hasMessageContaining("sealed with another key")
                    .hasMessageContaining("RUNLEDGER_GUARD_OTHER_KEYS");
            ledger.restartWith(keys("the-new-key", "the-newest-key the-old-key", Map.of()));
            assertThat(answers(ledger.api().with(admin), "sealing")).isEqualTo(sealing);
        }
    }

    private static Map<String, String> keys(String first, String others, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(more);
        settings.put("RUNLEDGER_GUARD_KEY", first);
        settings.put("RUNLEDGER_GUARD_OTHER_KEYS", others);
        return settings;
    }

    private void approve(LedgerApi api, String run) throws Exception {
        api.post("/artifacts", ARTIFACT.formatted(run)).expect(201);
        positions.put(
                run,
                api.post("/runs/" + run + "/artifacts/a/review", "{\"status\": \"approved\"}")
                        .expect(200)
                        .json()
                        .path("position")
                        .asText());
    }

    /** The artifact and how it came to be so, as they are sent. */
    private List<String> answers(LedgerApi api, String run) throws Exception {
        String at = "?at_least=" + positions.get(run);
        String artifact =
                api.get("/runs/" + run + "/artifacts/a" + at).expect(200).toString();
        String history = api.get("/runs/" + run + "/artifacts/a/history" + at)
                .expect(200)
                .toString();
        assertThat(artifact).contains("\"attestation\":\"attested\"", "\"status\":\"approved\"");
        return List.of(artifact, history);
    }
}
