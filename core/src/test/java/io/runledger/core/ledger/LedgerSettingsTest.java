package io.runledger.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LedgerSettingsTest {
    @Test
    void hasADefaultForEverything() {
        LedgerConfig config = LedgerSettings.from(new Settings(Map.of("RUNLEDGER_GUARD_KEY", "a guard key")));

        assertThat(config.bootstrap()).isEqualTo("127.0.0.1:9092");
        assertThat(config.registry()).isEqualTo(URI.create("http://127.0.0.1:8081/apis/ccompat/v7"));
        assertThat(config.topic()).isEqualTo(new LogTopic("runledger.log", 12, (short) 1, Duration.ofHours(1)));
        assertThat(LedgerSettings.SETTINGS).extracting(Setting::doc).doesNotContain("");
    }

    @Test
    void passesKafkaPropertiesOnButKeepsItsOwn() {
        LedgerConfig config = LedgerSettings.from(new Settings(Map.of(
                "RUNLEDGER_GUARD_KEY", "a guard key",
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_BOOTSTRAP_SERVERS", "elsewhere:1",
                "RUNLEDGER_KAFKA_BOOTSTRAP", "broker:9092")));

        assertThat(config.client())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void keepsSecretsOutOfItsText() {
        LedgerConfig config = LedgerSettings.from(new Settings(Map.of(
                "RUNLEDGER_GUARD_KEY",
                "a guard key",
                "KAFKA_SASL_JAAS_CONFIG",
                "hunter2",
                "RUNLEDGER_REGISTRY_URL",
                "http://me:hunter2@registry:8081/x")));

        assertThat(config.toString())
                .contains("sasl.jaas.config", "http://registry:8081/x")
                .doesNotContain("hunter2");
    }

    @Test
    void adminClientsStayQuietWhileNoBrokerIsThere() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        LedgerConfig config = LedgerSettings.from(new Settings(
                Map.of("RUNLEDGER_GUARD_KEY", "a guard key", "RUNLEDGER_KAFKA_BOOTSTRAP", "127.0.0.1:" + port)));
        Logger logger =
                (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.admin.internals.AdminMetadataManager");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);

        try (Admin admin = Admin.create(config.adminClient())) {
            ListTopicsOptions inTime = new ListTopicsOptions().timeoutMs(2_000);
            assertThat(admin.listTopics(inTime).names().toCompletionStage())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(TimeoutException.class);
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("Rebootstrapping"));
    }
}
