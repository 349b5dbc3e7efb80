package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.runledger.gateway.append.IngestMetrics;
import io.runledger.gateway.append.LogWriter;
import io.runledger.gateway.batch.BatchLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
    @Test
    void hasADefaultForEverything() {
        GatewayConfig config = GatewayConfig.from(Map.of("RUNLEDGER_GUARD_KEY", "a guard key"));

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.maxBody()).isEqualTo(1024 * 1024);
        assertThat(config.appendTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.idempotencyWindow()).isEqualTo(100_000);
        assertThat(config.batches()).isEqualTo(new BatchLimits(10_000, 64 * 1024 * 1024, 8));
        assertThat(config.contractsRefresh()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.ledger().bootstrap()).isEqualTo("127.0.0.1:9092");
        assertThat(config.ledger().topic().partitions()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNLEDGER_GATEWAY_PORT, 70000",
        "RUNLEDGER_GATEWAY_PORT, http",
        "RUNLEDGER_MAX_BODY, 0",
        "RUNLEDGER_MAX_BODY, 1GiB",
        "RUNLEDGER_APPEND_TIMEOUT, 50ms",
        "RUNLEDGER_APPEND_TIMEOUT, soon",
        "RUNLEDGER_APPEND_TIMEOUT, 999999999999d",
        "RUNLEDGER_IDEMPOTENCY_WINDOW, -1",
        "RUNLEDGER_BATCH_MAX_ITEMS, 0",
        "RUNLEDGER_BATCH_MAX_BYTES, 0",
        "RUNLEDGER_MAX_CONCURRENT_BATCHES, 100",
        "RUNLEDGER_PAYLOAD_CONTRACTS_REFRESH, 50ms",
        "RUNLEDGER_PAYLOAD_CONTRACTS_REFRESH, 2h",
        "RUNLEDGER_DECISION_WAIT, 61s",
        "RUNLEDGER_ENV, staging",
        "RUNLEDGER_REDACTION, ignore",
        "RUNLEDGER_DEBUG_CONTENT, yes",
        "RUNLEDGER_REDACTION_RULES, no/such/file",
        "RUNLEDGER_REGISTRY_URL, registry",
        "RUNLEDGER_LOG_PARTITIONS, 0"
    })
    void namesTheSettingThatCannotBeUsed(String name, String value) {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of("RUNLEDGER_GUARD_KEY", "a guard key", name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void keepsPassedThroughSecretsOutOfItsText() {
        GatewayConfig config = GatewayConfig.from(Map.of(
                "RUNLEDGER_GUARD_KEY",
                "a guard key",
                "KAFKA_SASL_JAAS_CONFIG",
                "password=hunter2",
                "RUNLEDGER_REGISTRY_URL",
                "http://me:hunter2@registry:8081"));

        assertThat(config.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
    }

    @Test
    void saysWhichSerializerIsNotOnTheClassPath() {
        GatewayConfig config = GatewayConfig.from(
                Map.of("RUNLEDGER_GUARD_KEY", "a guard key", "KAFKA_VALUE_SERIALIZER", "com.example.Missing"));

        assertThatThrownBy(() -> new LogWriter(
                        config.ledger(),
                        NoSchemas.catalog(config.ledger()),
                        config.appendTimeout(),
                        new IngestMetrics(new SimpleMeterRegistry())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "value.serializer",
                        "com.example.Missing",
                        "KAFKA_VALUE_SERIALIZER",
                        "RUNLEDGER_EXTRA_CLASSPATH");
    }

    @Test
    void saysThatAClassIsNoSerializer() {
        GatewayConfig config = GatewayConfig.from(
                Map.of("RUNLEDGER_GUARD_KEY", "a guard key", "KAFKA_VALUE_SERIALIZER", "java.lang.Object"));

        assertThatThrownBy(() -> new LogWriter(
                        config.ledger(),
                        NoSchemas.catalog(config.ledger()),
                        config.appendTimeout(),
                        new IngestMetrics(new SimpleMeterRegistry())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("java.lang.Object", "KAFKA_VALUE_SERIALIZER");
    }
}
