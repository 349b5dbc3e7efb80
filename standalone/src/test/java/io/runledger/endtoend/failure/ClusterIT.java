package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestCluster;
import io.runledger.endtoend.ledger.TestCluster.Processes;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several query nodes: whoever is asked, the answer is that of one that has everything. */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
final class ClusterIT {
    private static final int RUNS = 24;
    private static final int EVENTS = 20;
    private static final int WAITING = 40;

    /** Between what one client asks: clients that take all of a machine keep it from what is tested. */
    private static final int PAUSE_MILLIS = 5;

    /** Who is killed is missed by its group sooner. */
    private static final Map<String, String> SESSIONS =
            Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void everyNodeAnswersAsOneThatHasEverything() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 2, Processes.NONE, Map.of("RUNLEDGER_STANDBYS", "0"))) {
            String last = write(cluster);
            cluster.gateway()
                    .post("/tasks", "{\"task_id\": \"only-here\", \"run_id\": \"run-3\", \"title\": \"t\"}")
                    .expect(200);
            cluster.gateway()
                    .post("/events", "{\"event_type\": \"task.completed\", \"run_id\": \"run-1\"}")
                    .expect(422);

            for (String path : List.of(
                    "/events?limit=1000&at_least=" + last,
                    "/events?limit=7",
                    "/events?limit=7&order=desc",
                    "/events?event_type=even&limit=50",
                    "/events?run_id=run-5&limit=5",
                    "/artifacts?limit=3",
                    "/runs?limit=10",
                    "/runs?limit=10&order=asc",
                    "/files?limit=4",
                    "/types",
                    "/runs/run-0",
                    "/runs/run-1",
                    "/runs/run-2",
                    "/runs/none",
                    "/events/e-3-run-7",
                    "/events/none",
                    "/artifacts/the-same",
                    "/artifacts/a-run-9",
                    "/tasks/only-here",
                    "/tasks/step",
                    "/rejects",
                    "/events?cursor=nonsense",
                    "/events?nonsense=1",
                    "/events?limit=0")) {
                assertSame(cluster, path);
            }
            JsonNode conflict =
                    cluster.query(0).get("/artifacts/the-same").expect(409).json();
            assertThat(conflict.path("runs")).hasSize(RUNS);
            assertThat(cluster.query(0).all("/events?limit=7", "events"))
                    .hasSizeGreaterThanOrEqualTo(RUNS * EVENTS)
                    .isEqualTo(cluster.query(1).all("/events?limit=1000", "events"));
            assertThat(cluster.query(1).all("/runs?limit=5", "runs")).hasSize(RUNS);
            JsonNode positions = cluster.query(1).get("/positions").expect(200).json();
            assertThat(positions.path("partitions")).hasSize(12);
            assertThat(positions.path("total").path("read").asLong())
                    .isEqualTo(positions.path("total").path("end").asLong());
            assertReadsThatWaitKeepNoOtherOut(cluster.query(0));
        }
    }

    /** More than a node has places for, each for the record that would be the next one. */
    private static void assertReadsThatWaitKeepNoOtherOut(LedgerApi api) throws Exception {
        List<String> next = new ArrayList<>();
        api.get("/positions")
                .expect(200)
                .json()
                .path("partitions")
                .forEach(each -> next.add(
                        each.path("partition").asInt() + ":" + each.path("end").asLong()));
        ExecutorService readers = Executors.newFixedThreadPool(WAITING);
        try {
            List<Future<LedgerApi.Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                String position = next.get(i % next.size());
                waiting.add(readers.submit(() -> api.get("/runs?at_least=" + position + "&wait=3")));
            }

            api.get("/runs").expect(200);
            assertThat(waiting).as("others still wait").anyMatch(answer -> !answer.isDone());
            for (Future<LedgerApi.Answer> answer : waiting) {
                answer.get(30, TimeUnit.SECONDS).expect(400);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void aStandbyAnswersWhileTheOwnerIsAwayAndNoReadFailsWhenItComesBack() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 2, Processes.QUERY_NODES, SESSIONS)) {
            String last = write(cluster);
            cluster.query(1).all("/events?limit=1000&at_least=" + last, "events");
            awaitStandbys(cluster);

            try (Reading reading = new Reading(List.of(cluster.query(1)), 0)) {
                cluster.service("query-0").kill();
                await().pollDelay(Duration.ofSeconds(5))
                        .atMost(Duration.ofSeconds(6))
                        .until(() -> true);
                assertThat(reading.longestGap())
                        .as("until the standby answered")
                        .isLessThan(Duration.ofSeconds(3));
                assertThat(reading.failures()).isEmpty();

                cluster.service("query-0").start();
                cluster.awaitReady();
                await().pollDelay(Duration.ofSeconds(10))
                        .atMost(Duration.ofSeconds(12))
                        .until(() -> true);
                assertThat(reading.failures()).isEmpty();
                assertThat(reading.count()).isGreaterThan(100);
            }
            assertThat(cluster.query(0).all("/events?limit=1000", "events"))
                    .isEqualTo(cluster.query(1).all("/events?limit=1000", "events"));
            awaitStandbys(cluster);
            try (Reading reading = new Reading(List.of(cluster.query(0), cluster.query(1)), 0)) {
                replayBoth(cluster);
                assertThat(reading.failures()).isEmpty();
            }
            assertScatteredRecordsComeHomeInOrder(cluster);
            assertStatesAreEqualAndTheLogs(cluster);
        }
    }

    /** Though the partitions that they were scattered over are applied by several nodes. */
    private static void assertScatteredRecordsComeHomeInOrder(TestCluster cluster) {
        Random random = new Random(13);
        try (Scattering scattering = new Scattering(cluster.bootstrapServers(), cluster.registryUrl())) {
            for (int i = 0; i < 200; i++) {
                scattering.send(random.nextInt(Scattering.PARTITIONS), "scattered", "left", i);
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Scattering.stored(cluster.query(0), "scattered"))
                        .containsEntry("left", Scattering.ids("left", 200)));
    }

    private static void assertStatesAreEqualAndTheLogs(TestCluster cluster) throws Exception {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode digests = cluster.query(0).get("/admin/digest").expect(200).json();
            assertThat(digests.path("digests")).hasSize(12);
            assertThat(cluster.query(1).get("/admin/digest").expect(200).json()).isEqualTo(digests);
        });
        for (int node = 0; node < 2; node++) {
            LedgerApi api = cluster.query(node);
            api.post("/admin/verify", "").expect(202);
            awaitState(api, "/admin/verify", "equal");
        }
    }

    /** Each what it has, at once. */
    private static void replayBoth(TestCluster cluster) throws Exception {
        for (int node = 0; node < 2; node++) {
            cluster.query(node).post("/admin/replay", "").expect(202);
        }
        for (int node = 0; node < 2; node++) {
            awaitState(cluster.query(node), "/admin/replay", "done");
            assertThat(cluster.query(node)
                            .get("/admin/replay")
                            .json()
                            .path("records")
                            .asLong())
                    .isGreaterThanOrEqualTo(RUNS * EVENTS);
        }
    }

    private static void awaitState(LedgerApi api, String path, String state) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.get(path).json().path("state").asText().equals(state));
    }

    @Test
    void aRollingRestartFailsNoReadThatIsTriedTwice() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 2, Processes.QUERY_NODES, SESSIONS)) {
            String last = write(cluster);
            cluster.query(1).all("/events?limit=1000&at_least=" + last, "events");
            awaitStandbys(cluster);
            AtomicBoolean writing = new AtomicBoolean(true);
            CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> writeWhile(cluster, writing));

            try (Reading reading = new Reading(List.of(cluster.query(0), cluster.query(1)), 1)) {
                for (String node : List.of("query-0", "query-1")) {
                    cluster.service(node).process().stop();
                    cluster.service(node).start();
                    cluster.awaitReady();
                    awaitStandbys(cluster);
                }
                assertThat(reading.failures()).isEmpty();
                assertThat(reading.count()).isGreaterThan(100);
            } finally {
                writing.set(false);
            }
            assertThat(load.get(60, TimeUnit.SECONDS)).isPositive();
        }
    }

    /** Both nodes have everything, applied or standing by, when each of them has what is about any run. */
    private static void awaitStandbys(TestCluster cluster) {
        for (int node = 0; node < 2; node++) {
            LedgerApi api = cluster.query(node);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> api.get("/events/tail?wait=0").status() == 200);
        }
    }

    private static void assertSame(TestCluster cluster, String path) throws Exception {
        LedgerApi.Answer one = cluster.query(0).get(path);
        LedgerApi.Answer other = cluster.query(1).get(path);
        assertThat(one.status()).as("%s: %s", path, one).isEqualTo(other.status());
        assertThat(one.json()).as(path).isEqualTo(other.json());
    }

    /** Returns the positions of all that was written. */
    private static String write(TestCluster cluster) throws Exception {
        List<String> positions = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            StringBuilder batch = new StringBuilder();
            for (int event = 0; event < EVENTS; event++) {
                batch.append("""
                        {"event_id": "e-%d-run-%d", "event_type": "%s", "run_id": "run-%d", "task_id": "step",\
                         "producer": "tests", "occurred_at": "2026-11-21T10:00:00Z", "payload": {"n": %d}}
                        """.formatted(event, run, event % 2 == 0 ? "even" : "odd", run, event));
            }
            LedgerApi.Answer answer = cluster.gateway()
                    .send(
                            "POST",
                            "/events/batch",
                            BodyPublishers.ofString(batch.toString()),
                            "Content-Type",
                            "application/x-ndjson")
                    .expect(200);
            assertThat(answer.json().path("accepted").asInt()).isEqualTo(EVENTS);
            for (String artifact : List.of("the-same", "a-run-" + run)) {
                positions.add(cluster.gateway()
                        .post("/artifacts", """
                        {"artifact_id": "%s", "run_id": "run-%d", "artifact_type": "report", "title": "T",
                         "status": "draft", "storage_provider": "s3", "location": "s3://bucket/key",
                         "data_class": "internal", "source_type": "system", "created_by": "tests"}""".formatted(artifact, run))
                        .expect(201)
                        .json()
                        .path("position")
                        .asText());
            }
            cluster.gateway().post("/files", """
                            {"run_id": "run-%d", "file_id": "f", "filename": "r", "storage_uri": "s3://bucket/r"}""".formatted(run)).expect(201);
        }
        return String.join(",", positions);
    }

    private static int writeWhile(TestCluster cluster, AtomicBoolean writing) {
        int number = 0;
        try {
            while (writing.get() && number < 100_000) {
                cluster.gateway()
                        .post("/events", """
                                {"event_id": "load-%d", "event_type": "load", "run_id": "load-%d", "producer": "tests",
                                 "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""".formatted(number, number % 50))
                        .expect(201);
                number++;
                Thread.sleep(PAUSE_MILLIS);
            }
            return number;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the load failed", e);
        }
    }

    /** A client that reads one run after the other, all the time, until it is closed. */
    private static final class Reading implements AutoCloseable {
        private final List<LedgerApi> nodes;
        private final int retries;
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
        private final AtomicLong count = new AtomicLong();
        private final AtomicLong longest = new AtomicLong();
        private final AtomicBoolean reading = new AtomicBoolean(true);
        private final CompletableFuture<Void> done;

        Reading(List<LedgerApi> nodes, int retries) {
            this.nodes = nodes;
            this.retries = retries;
            done = CompletableFuture.runAsync(this::read);
        }

        private void read() {
            while (reading.get() && failures.size() < 20) {
                long number = count.incrementAndGet();
                String path = number % 5 == 0 ? "/events?limit=5" : "/runs/run-" + number % RUNS;
                long start = System.nanoTime();
                String failure = "";
                for (int attempt = 0; attempt <= retries; attempt++) {
                    failure = ask(nodes.get((int) ((number + attempt) % nodes.size())), path);
                    if (failure.isEmpty()) {
                        break;
                    }
                }
                long took = System.nanoTime() - start;
                longest.accumulateAndGet(took, Math::max);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
                if (!failure.isEmpty()) {
                    failures.add(path + " after " + Duration.ofNanos(took).toMillis() + " ms: " + failure);
                }
            }
        }

        private static String ask(LedgerApi node, String path) {
            try {
                LedgerApi.Answer answer = node.get(path);
                return answer.status() == 200 ? "" : answer.toString();
            } catch (IOException | InterruptedException e) {
                return String.valueOf(e);
            }
        }

        Duration longestGap() {
            return Duration.ofNanos(longest.get());
        }

        List<String> failures() {
            return failures;
        }

        long count() {
            return count.get();
        }

        @Override
        public void close() {
            reading.set(false);
            done.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}
