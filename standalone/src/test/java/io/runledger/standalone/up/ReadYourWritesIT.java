package io.runledger.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A read that names the position of a receipt has what was written there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class ReadYourWritesIT {
    private static final int WRITES = Integer.getInteger("runledger.read.writes", 1000);
    private static final int RUNS = 40;
    private static final int WAITING = 80;

    private final LedgerApi api;

    ReadYourWritesIT(TestLedger ledger) {
        this.api = ledger.api();
    }

    @Test
    void neverMissesTheWriteBeforeIt() throws Exception {
        for (int i = 0; i < WRITES; i++) {
            String run = "read-your-writes-" + i % RUNS;
            JsonNode receipt =
                    api.post("/events", """
                            {"event_id": "e%s", "run_id": "%s", "event_type": "read-your-writes", "producer": "tests",
                             "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""".formatted(i, run)).expect(201).json();

            JsonNode last = api.get("/events?run_id=" + run + "&order=desc&limit=1&at_least="
                            + receipt.path("position").asText())
                    .expect(200)
                    .json()
                    .path("events")
                    .path(0);

            assertThat(last).isEqualTo(receipt);
        }
    }

    @Test
    void saysSoWhenThePositionIsNotReached() throws Exception {
        LedgerApi.Answer answer = api.get("/runs?at_least=0:999999999&wait=0").expect(503);

        assertThat(answer.detail()).contains("0:999999999");
    }

    @Test
    void thoseWhoWaitDoNotKeepTheOthersOut() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(WAITING);
        try {
            List<Future<LedgerApi.Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                waiting.add(readers.submit(() -> api.get("/runs?at_least=0:999999999&wait=8")));
            }
            await().atMost(Duration.ofSeconds(7)).until(() -> waiting.stream().anyMatch(Future::isDone));

            assertThat(waiting).as("others still wait").anyMatch(answer -> !answer.isDone());
            api.get("/runs").expect(200);
            for (Future<LedgerApi.Answer> answer : waiting) {
                answer.get(30, TimeUnit.SECONDS).expect(503);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void refusesWhatIsNoPosition() throws Exception {
        assertThat(api.get("/runs?at_least=yesterday").expect(400).detail()).contains("3:1207");
        assertThat(api.get("/runs?at_least=4711:1").expect(400).detail()).contains("positions of this ledger");
        assertThat(api.get("/runs?at_least=0:0&wait=600").expect(400).detail()).contains("wait");
    }
}
