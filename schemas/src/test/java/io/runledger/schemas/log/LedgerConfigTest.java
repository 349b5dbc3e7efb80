package io.runledger.schemas.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.settings.Setting;
import io.runledger.schemas.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerConfigTest {
    @Test
    void hasADefaultForEverything() {
        LedgerConfig config = LedgerConfig.from(new Settings(Map.of()));

        assertThat(config.bootstrap()).isEqualTo("127.0.0.1:9092");
        assertThat(config.registry()).isEqualTo(URI.create("http://127.0.0.1:8081/apis/ccompat/v7"));
        assertThat(config.topic()).isEqualTo(new LogTopic("runledger.log", 12, (short) 1, Duration.ofHours(1)));
        assertThat(LedgerConfig.SETTINGS).extracting(Setting::doc).doesNotContain("");
    }

    @Test
    void passesKafkaPropertiesOnButKeepsItsOwn() {
        LedgerConfig config = LedgerConfig.from(new Settings(Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_BOOTSTRAP_SERVERS", "elsewhere:1",
                "RUNLEDGER_KAFKA_BOOTSTRAP", "broker:9092")));

        assertThat(config.client())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void keepsSecretsOutOfItsText() {
        LedgerConfig config = LedgerConfig.from(new Settings(Map.of(
                "KAFKA_SASL_JAAS_CONFIG", "hunter2", "RUNLEDGER_REGISTRY_URL", "http://me:hunter2@registry:8081/x")));

        assertThat(config.toString())
                .contains("sasl.jaas.config", "http://registry:8081/x")
                .doesNotContain("hunter2");
    }
}
