package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole process is killed while it takes events; nothing that it answered with 201 is lost or there twice. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class KillIT {
    private static final int ROUNDS = Integer.getInteger("runledger.kill.rounds", 2);
    private static final int WRITERS = 4;
    private static final int ACCEPTED_BEFORE_KILL = 150;
    private static final int MOST_OF_WRITER = 20_000;

    @TempDir
    private Path directory = Path.of("");

    /** A run's events that got their 201, with their positions, in the order they were sent; and the one that got none. */
    private static final class Written {
        final String run;
        final Map<String, String> accepted = new LinkedHashMap<>();
        String unanswered = "";

        Written(String run) {
            this.run = run;
        }
    }

    @Test
    void whatWasAcceptedIsThereOnceAndInOrder() throws Exception {
        List<Written> written = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (LedgerProcess ledger = LedgerProcess.start(directory)) {
                assertAllThere(ledger.api(), written);
                written.addAll(writeUntilKilled(ledger, round));
            }
        }

        try (LedgerProcess ledger = LedgerProcess.start(directory)) {
            assertAllThere(ledger.api(), written);
            assertSentAgainIsThereOnce(ledger.api(), written);
        }
    }

    private static List<Written> writeUntilKilled(LedgerProcess ledger, int round) throws Exception {
        CountDownLatch enough = new CountDownLatch(WRITERS * ACCEPTED_BEFORE_KILL);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<Written>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String run = "round-" + round + "-run-" + writer;
                writing.add(writers.submit(() -> write(ledger.api(), run, enough)));
            }
            assertThat(enough.await(60, TimeUnit.SECONDS))
                    .as("events are accepted")
                    .isTrue();

            ledger.process().kill();

            List<Written> written = new ArrayList<>();
            for (Future<Written> one : writing) {
                written.add(one.get(60, TimeUnit.SECONDS));
            }
            return written;
        } finally {
            writers.shutdownNow();
        }
    }

    /** One event after the other until the ledger goes. */
    private static Written write(LedgerApi api, String run, CountDownLatch enough) throws InterruptedException {
        Written written = new Written(run);
        for (int number = 0; number < MOST_OF_WRITER; number++) {
            ObjectNode event = event(run, number);
            String id = event.path("event_id").asText();
            try {
                JsonNode receipt = api.post("/events", event).expect(201).json();
                written.accepted.put(id, receipt.path("position").asText());
                enough.countDown();
            } catch (IOException e) {
                written.unanswered = id;
                return written;
            }
        }
        throw new AssertionError("the ledger was not killed");
    }

    private static void assertAllThere(LedgerApi api, List<Written> written) throws Exception {
        for (Written one : written) {
            Map<String, String> found = new LinkedHashMap<>();
            List<JsonNode> events = api.all("/events?limit=1000&run_id=" + one.run, "events");
            events.forEach(event -> found.put(
                    event.path("event_id").asText(), event.path("position").asText()));

            assertThat(found).as("no event twice").hasSameSizeAs(events);
            Set<String> more = new HashSet<>(found.keySet());
            more.removeAll(one.accepted.keySet());
            assertThat(more).as("what was not accepted").isSubsetOf(Set.of(one.unanswered));
            found.keySet().removeAll(more);
            assertThat(List.copyOf(found.entrySet())).isEqualTo(List.copyOf(one.accepted.entrySet()));
            assertThat(api.get("/runs/" + one.run)
                            .expect(200)
                            .json()
                            .path("event_count")
                            .asInt())
                    .isEqualTo(events.size());
        }
    }

    /** What a client does that got no answer. */
    private static void assertSentAgainIsThereOnce(LedgerApi api, List<Written> written) throws Exception {
        for (Written one : written) {
            JsonNode receipt = api.post("/events", event(one.run, one.accepted.size()))
                    .expect(201)
                    .json();
            assertThat(receipt.path("event_id").asText()).isEqualTo(one.unanswered);

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(api.get("/runs/" + one.run + "/events/" + one.unanswered)
                                    .expect(200)
                                    .json())
                            .isEqualTo(receipt));
            List<JsonNode> events = api.all("/events?limit=1000&run_id=" + one.run, "events");
            assertThat(events).hasSize(one.accepted.size() + 1);
            assertThat(events.get(events.size() - 1)).isEqualTo(receipt);
        }
    }

    private static ObjectNode event(String run, int number) {
        return new ObjectMapper()
                .createObjectNode()
                .put("event_id", run + "-" + number)
                .put("event_type", "kill.tested")
                .put("run_id", run)
                .put("producer", "test")
                .put("occurred_at", "2026-11-21T10:00:00Z")
                .put("payload", number);
    }
}
