package io.runledger.endtoend.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.SharedLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What who looks over many runs asks for: some of the runs, part of a long one, and how much comes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedLedger.class)
final class RunListIT {
    private static final int RUNS = 12;

    private final LedgerApi api;

    RunListIT(TestLedger ledger) {
        this.api = ledger.api();
    }

    @BeforeAll
    void write() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            write("listed-" + i, "run.started", "{}");
            if (i % 3 == 0) {
                write("listed-" + i, "run.finished", "{\"status\": \"failed\"}");
            }
        }
        write("listed-0", "only.here", "{}");
    }

    private String write(String run, String type, String payload) throws Exception {
        String position = api.post("/events", """
                        {"run_id": "%s", "event_type": "%s", "producer": "tests",
                         "occurred_at": "2026-11-21T10:00:00Z", "payload": %s}""".formatted(run, type, payload))
                .expect(201)
                .json()
                .path("position")
                .asText();
        api.get("/runs/" + run + "?at_least=" + position).expect(200);
        return position;
    }

    private List<String> runs(String question) throws Exception {
        return api.all("/runs?" + question, "runs").stream()
                .map(run -> run.path("run_id").asText())
                .toList();
    }

    @Test
    void findsRunsByHowTheyBeginNewestFirst() throws Exception {
        List<String> newest = IntStream.range(0, RUNS)
                .mapToObj(i -> "listed-" + (RUNS - 1 - i))
                .toList();

        assertThat(runs("run_id_prefix=listed-")).isEqualTo(newest);
        assertThat(runs("run_id_prefix=listed-&limit=1")).isEqualTo(newest);
        assertThat(runs("run_id_prefix=listed-1&order=asc")).containsExactly("listed-1", "listed-10", "listed-11");
        assertThat(runs("run_id_prefix=isted")).isEmpty();
    }

    @Test
    void findsRunsByStatusTypeAndTime() throws Exception {
        assertThat(runs("run_id_prefix=listed-&status=failed&limit=2"))
                .containsExactly("listed-9", "listed-6", "listed-3", "listed-0");
        assertThat(runs("event_type=only.here&limit=5")).containsExactly("listed-0");
        assertThat(runs("event_type=only.here&status=running")).isEmpty();

        JsonNode fifth = api.get("/runs/listed-5").json();
        String created = fifth.path("created_at").asText();
        assertThat(runs("run_id_prefix=listed-&until=" + created)).doesNotContain("listed-5", "listed-6");
        assertThat(runs("run_id_prefix=listed-&since=" + created))
                .contains("listed-5")
                .doesNotContain("listed-4");
        assertThat(runs("since=" + created + "&status=failed")).contains("listed-6", "listed-9");
    }

    @Test
    void refusesWhatIsNoStatus() throws Exception {
        assertThat(api.get("/runs?status=done").expect(400).detail()).contains("running");
    }

    @Test
    void beginsBehindSoManyRecordsOfARun() throws Exception {
        for (int i = 0; i < 5; i++) {
            write("skipped", "step", "{\"n\": " + i + "}");
        }

        assertThat(numbers("/events?run_id=skipped&skip=3")).containsExactly(3, 4);
        assertThat(numbers("/events?run_id=skipped&skip=1&order=desc&limit=2")).containsExactly(3, 2, 1, 0);
        assertThat(numbers("/events?run_id=skipped&event_type=step&skip=5")).isEmpty();
        assertThat(api.get("/events?skip=1").expect(400).detail()).contains("run_id");
        assertThat(api.get("/events?run_id=skipped&skip=-1").expect(400).detail())
                .contains("skip");
    }

    /** Of the first page, then of those behind its end. */
    private List<Integer> numbers(String path) throws Exception {
        JsonNode page = api.get(path).expect(200).json();
        List<Integer> numbers = new ArrayList<>();
        page.path("events")
                .forEach(event -> numbers.add(event.path("payload").path("n").asInt()));
        if (page.has("next")) {
            String on = path.replaceFirst("&skip=\\d+", "");
            api.get(on + "&cursor=" + page.path("next").asText())
                    .expect(200)
                    .json()
                    .path("events")
                    .forEach(
                            event -> numbers.add(event.path("payload").path("n").asInt()));
        }
        return numbers;
    }

    @Test
    void tellsHowManyEventsCameInEachMinute() throws Exception {
        long before = lastHour();
        for (int i = 0; i < 3; i++) {
            write("counted", "step", "{}");
        }

        assertThat(api.get("/events/rate").expect(200).json().path("events_per_minute"))
                .hasSize(60);
        assertThat(lastHour()).isGreaterThanOrEqualTo(before + 3);
    }

    private long lastHour() throws Exception {
        long sum = 0;
        for (JsonNode minute : api.get("/events/rate").expect(200).json().path("events_per_minute")) {
            sum += minute.asLong();
        }
        return sum;
    }

    @Test
    void tellsWhereThePartitionsAre() throws Exception {
        JsonNode nodes = api.get("/nodes").expect(200).json();

        assertThat(nodes.path("partitions")).hasSize(12);
    }
}
