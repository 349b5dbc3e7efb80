package io.runledger.gateway.append;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.wire.RecordSerializer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the log is written: what may be tuned from outside, and what the receipt's promise rests on and may not. */
final class ProducerSettings {
    private ProducerSettings() {}

    static Map<String, Object> of(LedgerConfig ledger, Duration appendTimeout) {
        Map<String, Object> properties = new TreeMap<>(Map.of(
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                // Requests that come together still share a batch: it fills while the one before is on its way.
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1024,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L * 1024 * 1024,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                RecordSerializer.class.getName(),
                // A quiet hour must not make the first write after it wait for metadata, least of all without a broker.
                ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                Duration.ofDays(7).toMillis(),
                RecordSerializer.REGISTRY_URL,
                ledger.registry().toString()));
        properties.putAll(ledger.client());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LogTopic.MAX_RECORD_BYTES);
        properties.putAll(times(appendTimeout.toMillis()));
        return properties;
    }

    static boolean namesForeignSerializer(LedgerConfig ledger) {
        Object serializer = ledger.kafka().get(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        return serializer != null && !serializer.equals(RecordSerializer.class.getName());
    }

    /** A send first waits for room and metadata and then for its delivery; together they stay within the timeout. */
    private static Map<String, Object> times(long timeout) {
        long block = timeout / 4;
        long delivery = timeout - block;
        return Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                block,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) delivery,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) (delivery / 2),
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                Math.min(1_000, block));
    }
}
