package io.runledger.endtoend.writing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger with a heap of 512 MiB and events of a megabyte serves pages of whatever length is asked for, to many at once.
 * {@code -Drunledger.soak.minutes=60} reads and writes for an hour.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
final class LargeRecordsIT {
    private static final int EVENTS = Integer.getInteger("runledger.large.events", 210);
    private static final int RUNS = 7;
    private static final int CLIENTS = 8;
    private static final Duration SOAK =
            Duration.ofSeconds(Math.max(10, 60L * Integer.getInteger("runledger.soak.minutes", 0)));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void pagesOfLargeEventsAreServedToManyAtOnceWhileMoreAreWritten() throws Exception {
        try (LedgerProcess ledger = LedgerProcess.start(directory)) {
            LedgerApi api = ledger.api();
            JsonNode last = write(api, 0, EVENTS);
            String atLeast = "&at_least=" + last.path("position").asText();

            assertThat(ids(api, "/events?limit=1000" + atLeast)).hasSize(EVENTS);
            assertThat(ids(api, "/events?limit=1000&order=desc&run_id=large-3")).hasSize(EVENTS / RUNS);
            assertThat(api.get("/events?limit=1000")
                            .expect(200)
                            .json()
                            .path("next")
                            .asText())
                    .isNotEmpty();

            soak(api);

            assertThat(api.get("/health").status()).isEqualTo(200);
            assertThat(ids(api, "/events?limit=1000&event_type=large&until=2100-01-01T00:00:00Z"))
                    .hasSizeGreaterThanOrEqualTo(EVENTS);
        }
    }

    /** Every answer is one that the API describes: a server out of memory has none, or a 500. */
    private static void soak(LedgerApi api) throws Exception {
        long end = System.nanoTime() + SOAK.toNanos();
        AtomicInteger next = new AtomicInteger(EVENTS);
        AtomicInteger pages = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        try {
            List<Future<?>> working = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                working.add(clients.submit(() -> {
                    while (System.nanoTime() < end) {
                        api.get(path()).expect(200);
                        pages.incrementAndGet();
                    }
                    return pages;
                }));
            }
            working.add(clients.submit(() -> {
                while (System.nanoTime() < end) {
                    write(api, next.getAndIncrement(), 1);
                    Thread.sleep(500); // so that an hour's events fit on a disk
                }
                return next;
            }));
            for (Future<?> each : working) {
                each.get(SOAK.toMinutes() + 5, TimeUnit.MINUTES);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(pages).hasPositiveValue();
    }

    private static String path() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String run = "large-" + random.nextInt(RUNS);
        List<String> paths = List.of(
                "/events?limit=1000",
                "/events?limit=1000&order=desc",
                "/events?limit=1000&run_id=" + run,
                "/events?limit=1000&run_id=" + run + "&skip=" + random.nextInt(50),
                "/events?limit=1000&event_type=large&task_id=t",
                "/events/tail?limit=1000&since=2026-01-01T00:00:00Z&wait=0",
                "/runs?limit=1000",
                "/runs/" + run,
                "/runs/" + run + "/tasks/t",
                "/runs/" + run + "/tasks/t/audit");
        return paths.get(random.nextInt(paths.size()));
    }

    private static JsonNode write(LedgerApi api, int from, int count) throws Exception {
        JsonNode last = MissingNode.getInstance();
        String filling = "x".repeat(1_000_000);
        for (int i = from; i < from + count; i++) {
            last = api.post("/events", """
                {"event_id": "e%d", "run_id": "large-%d", "event_type": "%s", "task_id": "t", "producer": "tests",
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": {"text": "%s"}}\
                """.formatted(i, i % RUNS, "large", filling))
                    .expect(201)
                    .json();
        }
        return last;
    }

    /** The ids of all events, page by page, each once. */
    private static Set<String> ids(LedgerApi api, String path) throws Exception {
        Set<String> ids = new HashSet<>();
        for (JsonNode event : pages(api, path)) {
            assertThat(ids.add(event.path("event_id").asText())).isTrue();
        }
        return ids;
    }

    /** Without the payloads: the test holds no more than a page of them. */
    private static List<JsonNode> pages(LedgerApi api, String path) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        JsonNode page = api.get(path).expect(200).json();
        while (true) {
            page.path("events").forEach(event -> {
                ((ObjectNode) event).remove("payload");
                events.add(event);
            });
            if (!page.has("next")) {
                return events;
            }
            page = api.get(path + "&cursor=" + page.path("next").asText())
                    .expect(200)
                    .json();
        }
    }
}
