package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker goes away and comes back: nothing is answered that is not so, and nobody has to start anything again. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class OutageIT {
    private static final String EVENT = """
            {"event_id": "e%s", "run_id": "outage-%s", "event_type": "t", "producer": "tests",
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""";

    /** The default of RUNLEDGER_APPEND_TIMEOUT, and some time for a busy machine. */
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration SLACK = Duration.ofSeconds(5);

    private final TestLedger ledger;
    private final LedgerApi api;

    OutageIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void refusesWritesWhileTheBrokerIsAwayAndGoesOnWhenItIsBack() throws Exception {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String position = write(i).expect(201).json().path("position").asText();
            api.get("/runs/outage-" + i % 4 + "?at_least=" + position).expect(200);
            accepted.add("e" + i);
        }

        ledger.stopBroker();
        for (int i = 20; i < 22; i++) {
            long start = System.nanoTime();
            LedgerApi.Answer refused = write(i).expect(503);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(APPEND_TIMEOUT.plus(SLACK));
            assertThat(refused.headers()).containsKey("retry-after");
            assertThat(refused.json().path("outcome").asText()).isIn("unknown", "not-written");
        }
        LedgerApi.Answer read = api.get("/runs/outage-0").expect(200);
        assertThat(read.headers().get("runledger-lag")).containsExactly("unknown");
        assertThat(api.get("/ready").status()).isEqualTo(503);

        ledger.startBrokerAgain();
        await().atMost(Duration.ofSeconds(60)).until(() -> write(22).status() / 100 == 2);
        accepted.add("e22");
        write(23).expect(201);
        accepted.add("e23");

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<String> listed = new ArrayList<>();
            for (JsonNode event : api.all("/events?event_type=t&limit=1000", "events")) {
                listed.add(event.path("event_id").asText());
            }
            assertThat(listed).doesNotHaveDuplicates().containsAll(accepted);
            api.get("/ready").expect(200);
        });
    }

    private LedgerApi.Answer write(int i) throws Exception {
        return api.post("/events", EVENT.formatted(i, i % 4));
    }
}
