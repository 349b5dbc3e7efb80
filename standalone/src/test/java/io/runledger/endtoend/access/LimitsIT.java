package io.runledger.endtoend.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.runledger.access.keys.ApiKey;
import io.runledger.access.keys.Keys;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Rates of principals and of wrong keys, on a gateway and two query nodes that ask each other. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class LimitsIT {
    private static final int BURST = 30;

    @TempDir
    private static Path directory;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(
                directory,
                2,
                TestCluster.Processes.NONE,
                Map.of(
                        "RUNLEDGER_ACCESS", "required",
                        "RUNLEDGER_RATE_LIMIT", "1",
                        "RUNLEDGER_RATE_BURST", String.valueOf(BURST)));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void countsARequestOnceAlsoIfItNeedsEveryNode() throws Exception {
        String key = key("busy").key().text();
        LedgerApi first = cluster.query(0).with(key);
        LedgerApi second = cluster.query(1).with(key);

        Answer refused = untilRefused(first);

        assertThat(refused.headers().get("retry-after")).containsExactly("1");
        for (int i = 0; i < BURST; i++) {
            assertThat(second.get("/runs").status()).as("request %d", i).isEqualTo(200);
        }
        assertThat(cluster.query(0).with(key("calm").key().text()).get("/runs").status())
                .isEqualTo(200);
    }

    @Test
    void slowsWrongKeysDownWhileRightOnesPassAndLogsNothingOfThem() throws Exception {
        Keys.Created right = key("right");
        Keys.Created revoked = key("revoked");
        cluster.keys().revoke(revoked.key().id(), Principal.ANYONE);
        LedgerApi node = cluster.query(0);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> node.with(revoked.key().text()).get("/runs").status() == 401);
        double ended = failures(node, "ended");
        double unknown = failures(node, "unknown");
        List<String> sent =
                new ArrayList<>(List.of(right.key().text(), revoked.key().text()));
        int slowed = 0;

        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        logged.start();
        root.addAppender(logged);
        try {
            for (int i = 0; i < 120; i++) {
                String wrong = ApiKey.random().text();
                sent.add(wrong);
                Answer answer = node.with(wrong).get("/runs");
                assertThat(answer.status()).isIn(401, 429);
                slowed += answer.status() == 429 ? 1 : 0;
                if (i % 10 == 0) {
                    assertThat(node.with(right.key().text()).get("/runs").status())
                            .isEqualTo(200);
                }
            }
            assertThat(node.with(revoked.key().text()).get("/runs").status()).isEqualTo(429);
        } finally {
            root.detachAppender(logged);
        }

        assertThat(slowed).isGreaterThan(50);
        assertThat(failures(node, "unknown") - unknown).isEqualTo(120);
        assertThat(failures(node, "ended") - ended).isEqualTo(1);
        assertThat(logged.list.stream().map(ILoggingEvent::getFormattedMessage)).noneMatch(line -> sent.stream()
                .anyMatch(key -> line.contains(key.substring(key.lastIndexOf('_') + 1))));
    }

    private static double failures(LedgerApi node, String kind) throws Exception {
        String name = "runledger_access_failures_total{kind=\"" + kind + "\"} ";
        return new String(node.get("/metrics").expect(200).bytes(), UTF_8)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static Answer untilRefused(LedgerApi api) throws Exception {
        for (int i = 0; i < 10 * BURST; i++) {
            Answer answer = api.get("/runs");
            if (answer.status() != 200) {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(i).isGreaterThanOrEqualTo(BURST);
                return answer;
            }
        }
        throw new AssertionError("nothing was refused");
    }

    /** Every node has it when this returns. */
    private static Keys.Created key(String name) throws Exception {
        Keys.Created created = TestKeys.create(cluster.keys(), name, Role.READER);
        for (LedgerApi api : cluster.queries()) {
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> api.with(created.key().text()).get("/ready").status() == 200);
        }
        return created;
    }
}
