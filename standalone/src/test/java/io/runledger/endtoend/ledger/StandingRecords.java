package io.runledger.endtoend.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands in a topic, read by a plain consumer. */
public final class StandingRecords {
    private StandingRecords() {}

    /** What stands in a partition now, of the keys that begin so. */
    public static List<ConsumerRecord<byte[], byte[]>> of(
            TestLedger ledger, String topic, int partition, String prefix) {
        TopicPartition of = new TopicPartition(topic, partition);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(of));
            long end = consumer.endOffsets(List.of(of)).getOrDefault(of, 0L);
            consumer.seekToBeginning(List.of(of));
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (consumer.position(of) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).startsWith(prefix)) {
                        records.add(record);
                    }
                });
            }
            return records;
        }
    }
}
