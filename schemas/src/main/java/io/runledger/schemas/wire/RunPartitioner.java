package io.runledger.schemas.wire;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's {@code partitioner.class} for producers of a ledger's log: puts a record into its run's partition, by the run that
 * its key names. Takes keys of text or of bytes. Thread-safe.
 */
public final class RunPartitioner implements Partitioner {
    @Override
    public void configure(Map<String, ?> configs) {}

    /** @throws SerializationException if the key is not {@code kind/run_id/id} */
    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        RecordKey named = bytes(key, keyBytes)
                .flatMap(RecordKey::parse)
                .orElseThrow(() -> new SerializationException(
                        "the key of a record of " + topic + " must be kind/run_id/id, such as event/run-7/9e20f930"));
        return RunPartition.of(named.runId(), cluster.partitionCountForTopic(topic));
    }

    private static Optional<byte[]> bytes(@Nullable Object key, byte @Nullable [] keyBytes) {
        if (keyBytes != null) {
            return Optional.of(keyBytes);
        }
        return key instanceof String text ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    @Override
    public void close() {}
}
