package io.runledger.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.access.keys.Keys;
import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.TailReader;
import io.runledger.endtoend.ledger.TestCluster;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys on a ledger of several processes: a gateway, a guard and two query nodes that ask each other. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class RevocationIT {
    private static final String EVENT = """
            {"event_type": "step", "run_id": "%s", "producer": "tests", "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int PER_SECOND = 210;

    @TempDir
    private static Path directory;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(
                directory,
                2,
                TestCluster.Processes.NONE,
                Map.of("RUNLEDGER_ACCESS", "required", "RUNLEDGER_FAILURE_LIMIT", "0"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void readsOverAllPartitionsWithAKey() throws Exception {
        List<String> positions = new ArrayList<>();
        for (int run = 0; run < 60; run++) {
            positions.add(write("spread-" + run));
        }
        String key = key("reader-of-all", Role.READER).key().text();

        assertThat(positions.stream()
                        .map(each -> each.substring(0, each.indexOf(':')))
                        .distinct())
                .as("partitions")
                .hasSizeGreaterThan(6);
        for (LedgerApi node : cluster.queries()) {
            Answer read = node.with(key)
                    .get("/runs?limit=500&at_least=" + LedgerApi.encoded(String.join(",", positions)))
                    .expect(200);
            assertThat(read.json().path("runs").findValuesAsText("run_id"))
                    .filteredOn(run -> run.startsWith("spread-"))
                    .hasSize(60);
            node.with(key).get("/events?limit=500").expect(200);
        }
    }

    @Test
    void answersNobodyByAKeyASecondAfterItIsRevoked() throws Exception {
        write("under-load");
        Keys.Created key = key("busy", Role.ADMIN);
        List<Callable<Answer>> requests = new ArrayList<>();
        for (LedgerApi node : cluster.queries()) {
            LedgerApi api = node.with(key.key().text());
            requests.add(() -> api.get("/runs?limit=1"));
        }
        LedgerApi writing = cluster.gateway().with(key.key().text());
        requests.add(() -> writing.post("/events", EVENT.formatted("under-load")));

        long revoked;
        List<Seen> all;
        try (Load load = new Load(requests)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> load.seen.size() >= 2 * PER_SECOND);
            cluster.gateway()
                    .send("DELETE", "/access/keys/" + key.key().id(), BodyPublishers.noBody())
                    .expect(200);
            revoked = System.nanoTime();
            await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() - revoked > 3 * SECOND);
            all = load.stop();
        }

        for (int service = 0; service < requests.size(); service++) {
            int which = service;
            List<Seen> its = all.stream().filter(each -> each.service == which).toList();
            assertThat(its)
                    .as("service %d before", service)
                    .filteredOn(each -> each.at < revoked && each.status < 300)
                    .hasSizeGreaterThan(50);
            assertThat(its)
                    .as("service %d, a second after", service)
                    .filteredOn(each -> each.at > revoked + SECOND)
                    .hasSizeGreaterThan(50)
                    .allMatch(each -> each.status == 401);
        }
    }

    /** Enough runs that either node has some of their checkpoints, and is asked by the other one. */
    @Test
    void checksTheKeyOnTheNodeThatHasTheCheckpoint() throws Exception {
        String key = key("checkpoints", Role.ADMIN).key().text();
        for (int i = 0; i < 12; i++) {
            String run = "kept-" + i;
            write(run);
            String path = "/runs/" + run + "/checkpoints/latest";
            LedgerApi writer = cluster.query(i % 2).with(key);
            LedgerApi reader = cluster.query((i + 1) % 2).with(key);

            writer.send("PUT", path, BodyPublishers.ofString("1"), "Content-Type", "application/octet-stream")
                    .expect(201);
            reader.get(path).expect(200);
            reader.get("/runs/" + run + "/bundle?checkpoints=true").expect(200);
            assertThat(cluster.query(i % 2).with("").get(path).status()).isEqualTo(401);
        }
    }

    @Test
    void cutsOffWhoFollowsEvents() throws Exception {
        String tail = "?run_id=followed";
        write("followed");
        Keys.Created key = key("follower", Role.READER);
        String other = key("other-follower", Role.READER).key().text();
        ExecutorService polling = Executors.newFixedThreadPool(2);
        List<TailReader> readers = new ArrayList<>();
        try (TailReader remaining = TailReader.withKey(cluster.query(0).url(), tail, other)) {
            List<Future<Answer>> polls = new ArrayList<>();
            for (LedgerApi node : cluster.queries()) {
                readers.add(TailReader.withKey(node.url(), tail, key.key().text()));
                LedgerApi api = node.with(key.key().text());
                polls.add(polling.submit(() -> api.get("/events/tail?run_id=quiet&wait=20")));
            }
            write("followed");
            for (TailReader reader : readers) {
                reader.awaitEvents(1);
            }

            cluster.gateway()
                    .send("DELETE", "/access/keys/" + key.key().id(), BodyPublishers.noBody())
                    .expect(200);
            long revoked = System.nanoTime();
            for (TailReader reader : readers) {
                reader.awaitEnd();
            }
            for (Future<Answer> poll : polls) {
                poll.get(10, TimeUnit.SECONDS).expect(401);
            }
            assertThat(System.nanoTime() - revoked).isLessThan(SECOND);

            write("followed");
            remaining.awaitEvents(2);
            for (TailReader reader : readers) {
                assertThat(reader.events()).hasSize(1);
                assertThat(reader.problems())
                        .extracting((JsonNode problem) -> problem.path("status").asInt())
                        .containsExactly(401);
            }
        } finally {
            polling.shutdownNow();
            for (TailReader reader : readers) {
                reader.close();
            }
        }
    }

    /** A balancer may choose any node for any request. */
    @Test
    void letsABrowserReadOnEveryNodeAndSignsItOutOnAll() throws Exception {
        List<String> positions = new ArrayList<>();
        for (int run = 0; run < 20; run++) {
            positions.add(write("seen-" + run));
        }
        String first = cluster.query(0).url();
        BrowserLike browser = new BrowserLike(first);
        browser.signInWith(key("rita", Role.ADMIN).key().text());
        String all = "/runs?limit=500&at_least=" + LedgerApi.encoded(String.join(",", positions));

        for (LedgerApi node : cluster.queries()) {
            await().atMost(Duration.ofSeconds(1))
                    .until(() -> browser.get("/access/me", node.url()).status() == 200);
            assertThat(browser.get(all, node.url())
                            .expect(200)
                            .json()
                            .path("runs")
                            .findValuesAsText("run_id"))
                    .filteredOn(run -> run.startsWith("seen-"))
                    .hasSize(20);
            for (int run = 0; run < 6; run++) {
                String path = "/runs/seen-" + run + "/checkpoints/latest";
                assertThat(browser.send(node.url(), "PUT", path, "1").status()).isIn(200, 201);
                browser.get(path, node.url()).expect(200);
            }
        }
        LedgerApi withoutPage = cluster.query(0).with("");
        assertThat(withoutPage
                        .send(
                                "PUT",
                                "/runs/seen-0/checkpoints/latest",
                                BodyPublishers.ofString("1"),
                                "Content-Type",
                                "application/json",
                                "Cookie",
                                browser.cookie("runledger-session").replaceFirst(";.*", ""))
                        .expect(403)
                        .json()
                        .path("type")
                        .asText())
                .endsWith("foreign-origin");

        BrowserLike other = browser.copy();
        assertThat(browser.send(first, "DELETE", "/access/sessions/current", "").status())
                .isEqualTo(204);
        long ended = System.nanoTime();
        for (LedgerApi node : cluster.queries()) {
            await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> other.get("/runs", node.url()).status() == 401);
        }
        assertThat(System.nanoTime() - ended).isLessThan(SECOND);
    }

    @Test
    void aSessionEndsWithItsKey() throws Exception {
        Keys.Created key = key("rita", Role.READER);
        BrowserLike browser = new BrowserLike(cluster.query(1).url());
        browser.signInWith(key.key().text());
        browser.get("/runs").expect(200);
        assertThat(browser.post("/access/sessions", "{\"key\": \"" + browser.session() + "\"}")
                        .status())
                .as("a session is not prolonged by itself")
                .isEqualTo(401);

        cluster.gateway()
                .send("DELETE", "/access/keys/" + key.key().id(), BodyPublishers.noBody())
                .expect(200);

        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> browser.get("/runs").status() == 401);
    }

    private static String write(String run) throws Exception {
        return cluster.gateway()
                .post("/events", EVENT.formatted(run))
                .expect(201)
                .json()
                .path("position")
                .asText();
    }

    /** Every process has it when this returns. */
    private static Keys.Created key(String name, Role role) throws InterruptedException {
        Keys.Created created = TestKeys.create(cluster.keys(), name, role);
        List<LedgerApi> all = new ArrayList<>(cluster.queries());
        all.add(cluster.gateway());
        for (LedgerApi api : all) {
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> api.with(created.key().text()).get("/ready").status() != 401);
        }
        return created;
    }

    /** @param at when its answer was there, as {@link System#nanoTime} tells it */
    private record Seen(int service, long at, int status) {}

    /** Sends requests in turns, some {@value #PER_SECOND} a second. */
    private static final class Load implements AutoCloseable {
        private static final int THREADS = 6;

        private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
        private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        private final List<Future<?>> running = new ArrayList<>();
        private volatile boolean stopping;

        Load(List<Callable<Answer>> requests) {
            for (int thread = 0; thread < THREADS; thread++) {
                int service = thread % requests.size();
                running.add(threads.submit(() -> {
                    long next = System.nanoTime();
                    while (!stopping) {
                        int status = requests.get(service).call().status();
                        seen.add(new Seen(service, System.nanoTime(), status));
                        next += SECOND * THREADS / PER_SECOND;
                        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                    }
                    return null;
                }));
            }
        }

        List<Seen> stop() throws Exception {
            stopping = true;
            for (Future<?> each : running) {
                each.get(30, TimeUnit.SECONDS);
            }
            return List.copyOf(seen);
        }

        @Override
        public void close() {
            stopping = true;
            threads.shutdownNow();
        }
    }
}
