package io.runledger.endtoend.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A read that names the position of a receipt has what was written there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
public final class ReadYourWritesIT {
    private static final int WRITES = Integer.getInteger("runledger.read.writes", 1000);
    private static final int RUNS = 40;
    private static final int WAITING = 300;
    private static final int MOST_THREADS = 8;

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
        long end = end(0);

        LedgerApi.Answer answer = api.get("/runs?at_least=0:" + end + "&wait=0").expect(503);

        assertThat(answer.detail()).contains("0:" + end);
    }

    /** The position that the next record of a partition gets. */
    private long end(int partition) throws Exception {
        LedgerApi.Answer refused =
                api.get("/runs?at_least=" + partition + ":999999999999").expect(400);
        assertThat(refused.json().path("partition").asInt()).isEqualTo(partition);
        return refused.json().path("end").asLong();
    }

    @Test
    void positionBeyondTheLogIsRefusedWithItsEndAfterAMoment() throws Exception {
        long end = end(1);
        long begin = System.nanoTime();

        LedgerApi.Answer refused =
                api.get("/runs?at_least=1:" + end + "&wait=20").expect(400);

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        assertThat(refused.json().path("end").asLong()).isEqualTo(end);
        assertThat(refused.detail()).contains("the log ends before 1:" + end);
    }

    /** They name a record that is written only then: all go on with one look, and meanwhile cost no thread. */
    @Test
    void thoseWhoWaitCostNoThreadAndGoOnTogether() throws Exception {
        String run = "waited-for";
        JsonNode first = write(run, "first").expect(201).json();
        int partition = first.path("partition").asInt();
        String next = partition + ":" + (first.path("sequence").asLong() + 1);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            waiting.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create(api.url() + "/runs/" + run + "?at_least=" + next))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        api.get("/runs").expect(200);
        // Those that still arrive are at work; those that wait are not.
        await().atMost(Duration.ofMillis(800))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> serving() < MOST_THREADS);

        write(run, "second").expect(201);

        for (CompletableFuture<HttpResponse<String>> answer : waiting) {
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode())
                    .as(answer.get().body())
                    .isEqualTo(200);
        }
    }

    private LedgerApi.Answer write(String run, String id) throws Exception {
        return api.post("/events", """
                {"event_id": "%s", "run_id": "%s", "event_type": "waited-for", "producer": "tests",
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""".formatted(id, run));
    }

    /** Threads that are at work on requests, or wait within one. */
    private static int serving() {
        return (int) Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("http"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.runledger.query")))
                .count();
    }

    /** What a client names wrongly is told before anything is waited for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "",
                ",",
                "0:1,",
                "0:99999999999999999999",
                "12:0",
                "-1:0",
                "0:-1",
                "0:1;1:1",
                "0:1&at_least=1:1"
            })
    void refusesWhatIsNoPositionOfThisLedger(String atLeast) throws Exception {
        api.get("/runs?at_least=" + atLeast).expect(400);
    }

    @Test
    void refusesTheSameInTheHeader() throws Exception {
        for (String position : List.of("99999999999999999999:0", "x")) {
            api.send("GET", "/runs", HttpRequest.BodyPublishers.noBody(), "Runledger-Position", position)
                    .expect(400);
        }
    }

    @Test
    void refusesWhatIsNoPosition() throws Exception {
        assertThat(api.get("/runs?at_least=yesterday").expect(400).detail()).contains("3:1207");
        assertThat(api.get("/runs?at_least=4711:1").expect(400).detail()).contains("positions of this ledger");
        assertThat(api.get("/runs?at_least=0:0&wait=600").expect(400).detail()).contains("wait");
    }
}
