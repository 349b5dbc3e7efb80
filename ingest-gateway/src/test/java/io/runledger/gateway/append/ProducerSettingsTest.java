package io.runledger.gateway.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.log.LedgerConfig;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProducerSettingsTest {
    @Test
    void letsKafkaPropertiesThroughButNotTheReceiptsPromise() {
        LedgerConfig config = ledger(Map.of(
                "RUNLEDGER_GUARD_KEY", "a guard key",
                "KAFKA_LINGER_MS", "5",
                "KAFKA_ACKS", "0",
                "KAFKA_ENABLE_IDEMPOTENCE", "false",
                "KAFKA_VALUE_SERIALIZER", "io.confluent.kafka.serializers.KafkaAvroSerializer"));

        Map<String, Object> producer = ProducerSettings.of(config, Duration.ofSeconds(10));

        assertThat(producer)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "5")
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                        "io.confluent.kafka.serializers.KafkaAvroSerializer");
    }

    @ParameterizedTest
    @CsvSource({"PT0.1S", "PT1S", "PT10S", "PT60S"})
    void fitsEveryWaitOfTheProducerIntoTheTimeout(Duration timeout) {
        Map<String, Object> producer =
                ProducerSettings.of(ledger(Map.of("RUNLEDGER_GUARD_KEY", "a guard key")), timeout);

        ProducerConfig config = new ProducerConfig(producer);
        long block = config.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG);
        int delivery = config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        assertThat(block + delivery).isLessThanOrEqualTo(timeout.toMillis());
        assertThat(config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)).isLessThanOrEqualTo(delivery);
    }

    private static LedgerConfig ledger(Map<String, String> environment) {
        return LedgerSettings.from(new Settings(environment));
    }
}
