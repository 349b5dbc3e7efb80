package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.LogTopic;
import io.runledger.standalone.terminal.ClearFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody changes the log's topic under a running ledger, and takes it away at last. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class LogTroubleIT {
    /**
     * Shorter than the ten seconds that the views have for their end: a thread of theirs that waits for a missing member then ends
     * with them, and does not look for the broker, without a pause, for as long as this process runs.
     */
    @RegisterExtension
    static final OwnLedger LEDGER =
            new OwnLedger(Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000"));

    private static final String TOPIC = LogTopic.DEFAULT_NAME;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestLedger ledger;

    LogTroubleIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    @Test
    void tellsWhatSomebodyChangedAndReadsNothingFromViewsOfAnotherLog() throws Exception {
        for (int i = 0; i < 5; i++) {
            write("old-" + i);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            set(admin, "cleanup.policy", "delete");
            tells("cleanup.policy=delete, the ledger needs compact");
            ledger.api().get("/runs/lost").expect(200);
            ledger.stopServices();
            startRefused("cleanup.policy=delete", "kafka-configs --alter");
            set(admin, "cleanup.policy", "compact");
            ledger.startServicesAgain();
            set(admin, "message.timestamp.type", "CreateTime");
            tells("message.timestamp.type=CreateTime, the ledger needs LogAppendTime");
            set(admin, "message.timestamp.type", "LogAppendTime");
            await().atMost(SOON).until(() -> ledger.api().get("/ready").status() == 200);

            ledger.stopServices();
            makeAgain(admin);
            startRefused("are of another log", "delete the state directory");
            Utils.delete(ledger.state().toFile());
            ledger.startServicesAgain();
            assertThat(ledger.api().get("/runs/lost").status()).isEqualTo(404);
            write("new");
            assertThat(ledger.api()
                            .get("/events?run_id=lost")
                            .expect(200)
                            .json()
                            .path("events"))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.path("event_id").asText()).isEqualTo("new"));

            admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(13)))
                    .all()
                    .get();
            tells("has 13 partitions, this ledger is set to 12");
            ledger.api().get("/runs/lost").expect(200);

            makeAgain(admin);
            tells("was deleted and created again");
            assertThat(ledger.api().get("/runs/lost").status()).isEqualTo(503);
            ledger.api().get("/health").expect(200);
        }
    }

    private void write(String id) throws Exception {
        String position = ledger.api()
                .post("/events", """
                        {"event_id": "%s", "run_id": "lost", "event_type": "t", "producer": "tests",
                         "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""".formatted(id))
                .expect(201)
                .json()
                .path("position")
                .asText();
        ledger.api().get("/runs/lost?at_least=" + position).expect(200);
    }

    private void tells(String reason) {
        await().atMost(SOON).untilAsserted(() -> assertThat(ledger.api()
                        .get("/ready")
                        .expect(503)
                        .json()
                        .path("reason")
                        .asText())
                .contains(reason));
    }

    private void startRefused(String... parts) {
        assertThatThrownBy(ledger::startServicesAgain)
                .isInstanceOf(ClearFailure.class)
                .hasMessageContainingAll(parts);
    }

    private static void set(Admin admin, String setting, String value) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        admin.incrementalAlterConfigs(Map.of(
                        topic, List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static void makeAgain(Admin admin) throws Exception {
        admin.deleteTopics(List.of(TOPIC)).all().get();
        await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(TOPIC));
        new LogTopic(TOPIC, 12, (short) 1, Duration.ofHours(1)).ensure(admin);
    }
}
