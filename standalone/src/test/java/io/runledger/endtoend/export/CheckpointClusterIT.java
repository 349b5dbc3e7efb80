package io.runledger.endtoend.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checkpoints at two query nodes whose owner is killed, and stands still, while clients count. */
@Timeout(value = 500, unit = TimeUnit.SECONDS)
final class CheckpointClusterIT {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointClusterIT.class);
    private static final String RUN = "counted";
    private static final String KEY = "a key that all nodes have";
    private static final Map<String, String> SETTINGS = Map.of(
            "RUNLEDGER_GUARD_KEY", KEY, "KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");
    private static final int CLIENTS = 6;
    private static final int SOME = 30;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory = Path.of("");

    @Test
    void noIncrementIsLostOrDoubledWhoeverOwnsThem() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 2, TestCluster.Processes.QUERY_NODES, SETTINGS)) {
            List<CheckpointClient> nodes = cluster.queries().stream()
                    .map(node -> new CheckpointClient(node, RUN))
                    .toList();
            try (Increments increments = new Increments(nodes, CLIENTS)) {
                awaitMore(increments);

                String killed = owner(nodes);
                cluster.service(killed).kill();
                awaitMore(increments);
                LOG.info("killed {}: {}", killed, increments);
                cluster.service(killed).start();
                cluster.awaitReady();
                awaitMore(increments);

                pause(cluster, increments, owner(nodes));

                increments.assertExact();
                LOG.info("in the end: {}", increments);
            }
            assertThat(nodes.get(1).get("counter").body())
                    .isEqualTo(nodes.get(0).get("counter").body());
            assertBundlesAreTheSame(cluster);
        }
    }

    /** While it stands still the other node takes over; then it goes on as an owner that does not know that it is one no more. */
    private static void pause(TestCluster cluster, Increments increments, String paused) throws Exception {
        cluster.service(paused).process().pause();
        awaitMore(increments);
        LOG.info("paused {}: {}", paused, increments);
        increments.expectOldReads();
        cluster.service(paused).process().resume();
        awaitMore(increments);
        cluster.awaitReady();
    }

    private static void awaitMore(Increments increments) {
        long before = increments.done();
        await().atMost(Duration.ofSeconds(100))
                .untilAsserted(
                        () -> assertThat(increments.done()).as("%s", increments).isGreaterThanOrEqualTo(before + SOME));
    }

    /** Who answers a peer. */
    private static String owner(List<CheckpointClient> nodes) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () -> {
                            for (int node = 0; node < nodes.size(); node++) {
                                if (nodes.get(node).getAsNode("counter", 0, KEY).statusCode() == 200) {
                                    return "query-" + node;
                                }
                            }
                            return "";
                        },
                        name -> !name.isEmpty());
    }

    private static void assertBundlesAreTheSame(TestCluster cluster) throws Exception {
        cluster.gateway().post("/events", """
            {"event_type": "x", "run_id": "counted", "producer": "t", "occurred_at": "2026-11-21T10:00:00Z",
             "payload": {}}\
            """).expect(201);
        for (LedgerApi node : cluster.queries()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> node.get("/runs/" + RUN).status() == 200);
        }
        String path = "/runs/" + RUN + "/bundle?checkpoints=true";
        byte[] first = cluster.query(0).get(path).expect(200).bytes();
        assertThat(cluster.query(1).get(path).expect(200).bytes()).isEqualTo(first);
        assertThat(new String(first, UTF_8)).contains("run/checkpoints.jsonl");
    }
}
