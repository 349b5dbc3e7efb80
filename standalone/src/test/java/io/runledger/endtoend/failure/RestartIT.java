package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log is all that counts: what is read is the same after a stop, and after the views were thrown away. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class RestartIT {
    private static final int RUNS = 20;
    private static final int EVENTS_OF_RUN = 15;
    private static final List<String> QUESTIONS = List.of(
            "/events?limit=1000",
            "/events?limit=1000&order=desc",
            "/events?run_id=run-3",
            "/events?run_id=run-3&order=desc&limit=4",
            "/events?event_type=step.ended&limit=50",
            "/events?task_id=task-1&run_id=run-7",
            "/artifacts?limit=1000",
            "/artifacts?run_id=run-4",
            "/runs",
            "/runs?order=asc&limit=3",
            "/runs/run-0",
            "/runs/run-19",
            "/runs/run-5/events/event-3",
            "/runs/run-5/artifacts/artifact-5",
            "/runs/run-5/tasks/task-2",
            "/artifacts/artifact-6",
            "/events/event-3", // in several runs
            "/tasks/task-0",
            "/types");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void stoppingAndThrowingTheViewsAwayChangesNoAnswer() throws Exception {
        Map<String, String> first;
        Path state;
        try (TestLedger ledger = TestLedger.on(directory)) {
            record(ledger.api());
        }
        try (TestLedger ledger = TestLedger.on(directory)) {
            retry(ledger.api());
            first = answers(ledger.api());
            state = ledger.state();
        }

        Map<String, String> afterStop;
        try (TestLedger ledger = TestLedger.on(directory)) {
            ledger.api().get("/ready").expect(200);
            afterStop = answers(ledger.api());
        }
        deleteAll(state);
        Map<String, String> afterRebuild;
        try (TestLedger ledger = TestLedger.on(directory)) {
            ledger.api().get("/ready").expect(200);
            afterRebuild = answers(ledger.api());
            assertTakesMore(ledger.api());
        }

        assertThat(afterStop).isEqualTo(first);
        assertThat(afterRebuild).isEqualTo(first);
    }

    private static void record(LedgerApi api) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            for (int event = 0; event < EVENTS_OF_RUN; event++) {
                api.post("/events", event(run, event)).expect(201);
            }
            api.post("/artifacts", artifact(run)).expect(201);
        }
    }

    /**
     * A producer's retry beyond the gateway's window, which a restart empties: the record moves behind the others, and must
     * do so again when the log is read again.
     */
    private static void retry(LedgerApi api) throws Exception {
        api.post("/events", event(3, 2)).expect(201);
        awaitEvents(api, "run-3", EVENTS_OF_RUN);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(api.get("/ready").expect(200).json().path("lag"))
                    .allSatisfy(lag -> assertThat(lag.asLong()).isZero());
        });
    }

    private static void assertTakesMore(LedgerApi api) throws Exception {
        JsonNode receipt =
                api.post("/events", event(3, EVENTS_OF_RUN)).expect(201).json();

        awaitEvents(api, "run-3", EVENTS_OF_RUN + 1);
        assertThat(api.get("/runs/run-3").expect(200).json().path("last_event")).isEqualTo(receipt);
    }

    private static void awaitEvents(LedgerApi api, String run, int events) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(api.get("/runs/" + run)
                        .expect(200)
                        .json()
                        .path("event_count")
                        .asInt())
                .isEqualTo(events));
    }

    private static ObjectNode event(int run, int event) {
        ObjectNode body = new ObjectMapper()
                .createObjectNode()
                .put("event_id", "event-" + event)
                .put("event_type", event % 2 == 0 ? "step.started" : "step.ended")
                .put("run_id", "run-" + run)
                .put("task_id", "task-" + event % 3)
                .put("producer", "test")
                .put("occurred_at", "2026-11-21T10:00:00.123456Z");
        body.putObject("payload").put("number", event).put("text", "ü".repeat(event));
        return body;
    }

    private static ObjectNode artifact(int run) {
        ObjectNode body = new ObjectMapper()
                .createObjectNode()
                .put("artifact_id", "artifact-" + run)
                .put("artifact_type", "report")
                .put("title", "What run " + run + " found")
                .put("storage_provider", "s3")
                .put("location", "s3://reports/" + run)
                .put("data_class", "internal")
                .put("run_id", "run-" + run)
                .put("task_id", "task-0")
                .put("source_type", "system")
                .put("created_by", "test");
        body.putObject("metadata").put("pages", run);
        return body;
    }

    private static Map<String, String> answers(LedgerApi api) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String question : QUESTIONS) {
            LedgerApi.Answer answer = api.get(question);
            answers.put(question, answer.status() + " " + new String(answer.bytes(), StandardCharsets.UTF_8));
        }
        return answers;
    }

    private static void deleteAll(Path root) throws Exception {
        assertThat(root).isDirectory();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
