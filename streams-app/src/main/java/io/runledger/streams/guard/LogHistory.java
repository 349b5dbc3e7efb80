package io.runledger.streams.guard;

import io.runledger.schemas.log.LedgerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The log itself, read by a plain consumer of no group. */
final class LogHistory implements History {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int SILENT_POLLS = 120;

    /** Closing waits for the fetch under way, which at the end of the log waits so long for more. */
    private static final int FETCH_WAIT_MILLIS = 10;

    private final LedgerConfig ledger;

    LogHistory(LedgerConfig ledger) {
        this.ledger = ledger;
    }

    @Override
    public void read(int partition, long from, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        TopicPartition log = new TopicPartition(ledger.topic().name(), partition);
        Map<String, Object> properties = ledger.client();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(log));
            consumer.seek(log, from);
            long end = consumer.endOffsets(List.of(log)).getOrDefault(log, 0L);
            int silent = 0;
            while (consumer.position(log) < end) {
                long before = consumer.position(log);
                consumer.poll(POLL).forEach(each);
                silent = consumer.position(log) == before ? silent + 1 : 0;
                if (silent > SILENT_POLLS) {
                    throw new GuardException("the log gave nothing while its history was read");
                }
            }
        }
    }
}
