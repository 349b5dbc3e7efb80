package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.ServiceProcess;
import io.runledger.endtoend.ledger.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster of real processes is written to and read while one of them after the other, chosen at random, is killed with
 * SIGKILL: whatever was acknowledged is there exactly once, and all nodes have what a replay of the log gives.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
final class ChaosIT {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
    private static final int ROUNDS = Integer.getInteger("runledger.chaos.rounds", 2);
    private static final long SEED = Long.getLong("runledger.chaos.seed", System.nanoTime());

    private static final int WRITERS = 3;
    private static final int READERS = 2;
    private static final Duration CALM = Duration.ofMinutes(2);

    /** A process that stays away for so long is missed by its group, and others take over. */
    private static final int MISSED_MILLIS = 9_000;

    private static final Map<String, String> SETTINGS =
            Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");

    private final Random random = new Random(SEED);
    private final Written written = new Written();
    private final List<ChaosWriter> writers = new ArrayList<>();
    private final List<ChaosReader> readers = new ArrayList<>();
    private final Map<String, Integer> kills = new TreeMap<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean bothHit;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory = Path.of("");

    @Test
    void whatWasAcknowledgedIsThereOnceAndAllNodesAgree() throws Exception {
        LOG.info("{} rounds, seed {}, in {}", ROUNDS, SEED, directory);
        long began = System.nanoTime();
        try (TestCluster cluster =
                new TestCluster(directory, new TestCluster.Size(2, 2, 2), TestCluster.Processes.ALL, SETTINGS)) {
            begin(cluster);
            List<String> atFirst = oneOfEachKind(cluster.names());
            for (int round = 0; round < ROUNDS; round++) {
                String first = round < atFirst.size() ? atFirst.get(round) : anyOf(cluster.names());
                strike(cluster, round, first);
                awaitCalm(cluster, round);
                assertNoFaults();
                LOG.info("round {}: {} acknowledged", round, written.count());
            }
            end();
            assertNoFaults();
            cluster.awaitReady();
            awaitViews(cluster);

            long records = new ChaosProof(cluster, written).check();
            LOG.info(
                    "{} rounds, seed {}: kills {}, {} records acknowledged, {} on the log with copies and decisions, {} sent"
                            + " again, {} reads answered, {} failed at both nodes, {} s",
                    ROUNDS,
                    SEED,
                    kills,
                    written.count(),
                    records,
                    writers.stream().mapToLong(ChaosWriter::retries).sum(),
                    readers.stream().mapToLong(ChaosReader::answers).sum(),
                    readers.stream().mapToLong(ChaosReader::failures).sum(),
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
        } finally {
            writers.forEach(ChaosWriter::giveUp);
            readers.forEach(ChaosReader::giveUp);
        }
    }

    private void begin(TestCluster cluster) {
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new ChaosWriter("writer-" + i, cluster.gateways(), written, random.nextLong()));
        }
        for (int i = 0; i < READERS; i++) {
            readers.add(new ChaosReader("reader-" + i, cluster.queries(), written, () -> bothHit, random.nextLong()));
        }
    }

    private void end() throws InterruptedException {
        for (ChaosWriter writer : writers) {
            writer.end();
        }
        for (ChaosReader reader : readers) {
            reader.end();
        }
    }

    private static String kind(String process) {
        return process.split("-", 2)[0];
    }

    private List<String> oneOfEachKind(List<String> names) {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        Set<String> kinds = new HashSet<>();
        shuffled.removeIf(name -> !kinds.add(kind(name)));
        return shuffled;
    }

    private String anyOf(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    /** Kills a process, at times two, and starts it again, at times to kill it while it starts. */
    private void strike(TestCluster cluster, int round, String first) throws Exception {
        List<String> victims = new ArrayList<>(List.of(first));
        String second = anyOf(cluster.names());
        if (random.nextInt(6) == 0 && !second.equals(first)) {
            victims.add(second);
        }
        bothHit = victims.contains("broker")
                || victims.stream().map(ChaosIT::kind).filter("query"::equals).count() > 1;
        pause(random.nextInt(1_000));
        for (String victim : victims) {
            kill(cluster.service(victim), victim);
        }
        int away = random.nextInt(10) == 0 ? MISSED_MILLIS : random.nextInt(1_500);
        LOG.info("round {}: killed {}, for {} ms", round, victims, away);
        pause(away);
        for (String victim : victims) {
            cluster.service(victim).start();
        }
        if (random.nextInt(4) == 0) {
            pause(random.nextInt(4_000));
            kill(cluster.service(first), first);
            cluster.service(first).start();
            LOG.info("round {}: killed {} while it started", round, first);
        }
    }

    private void kill(ServiceProcess service, String name) {
        assertThat(service.isAlive()).as("%s did not end by itself", name).isTrue();
        service.kill();
        kills.merge(kind(name), 1, Integer::sum);
    }

    /** For a random time: what a kill interrupts must not depend on what happens. */
    private void pause(int millis) throws InterruptedException {
        assertThat(never.await(millis, TimeUnit.MILLISECONDS)).isFalse();
    }

    /** Until all are ready, each producer goes on, and a request is decided. */
    private void awaitCalm(TestCluster cluster, int round) {
        long began = System.nanoTime();
        cluster.awaitReady();
        for (ChaosWriter writer : writers) {
            int before = writer.count();
            await().atMost(CALM)
                    .until(() -> writer.count() > before || !writer.faults().isEmpty());
        }
        String task =
                "{\"request_id\": \"declare-%d\", \"task_id\": \"task-%d\", \"run_id\": \"sentinel-%d\", \"title\": \"t\"}"
                        .formatted(round, round, round);
        await().atMost(CALM).pollInterval(Duration.ofMillis(100)).until(() -> isDecided(cluster, task));
        for (String name : cluster.names()) {
            assertThat(cluster.service(name).isAlive()).as("%s runs", name).isTrue();
        }
        bothHit = false;
        LOG.info(
                "round {}: calm after {} ms",
                round,
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private static boolean isDecided(TestCluster cluster, String task) throws InterruptedException {
        try {
            return cluster.gateway().post("/tasks", task).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitViews(TestCluster cluster) {
        for (LedgerApi node : cluster.queries()) {
            await().atMost(CALM).ignoreExceptions().untilAsserted(() -> {
                assertThat(node.get("/ready").expect(200).json().path("lag"))
                        .allSatisfy(lag -> assertThat(lag.asLong()).isZero());
                assertThat(node.get("/positions")
                                .expect(200)
                                .json()
                                .path("total")
                                .path("lag")
                                .asLong())
                        .isZero();
            });
        }
    }

    private void assertNoFaults() {
        writers.forEach(writer -> assertThat(writer.faults()).isEmpty());
        readers.forEach(reader -> assertThat(reader.faults()).isEmpty());
    }
}
