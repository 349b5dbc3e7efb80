package io.runledger.streams.views;

import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The views of one partition made from its first offset by nothing but a consumer and {@link PartitionViews#apply}, in a
 * directory that is deleted behind it. For one thread.
 */
final class FreshReplay implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final TopicPartition partition;
    private final PartitionViews views;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongConsumer read;

    /** Read, and not asked for yet. */
    private final Queue<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();

    /** @param read is told how many records were read since it was told last */
    FreshReplay(
            ViewsConfig config,
            SchemaRegistry registry,
            Memory memory,
            int partition,
            Path directory,
            LongConsumer read) {
        this.directory = directory;
        this.partition = new TopicPartition(config.ledger().topic().name(), partition);
        this.read = read;
        Database.delete(directory);
        views = new PartitionViews(
                directory,
                memory,
                new RecordReader(registry),
                config.ledger().topic().partitions(),
                config.criteria());
        Map<String, Object> properties = config.ledger().client();
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(this.partition));
        consumer.seekToBeginning(List.of(this.partition));
    }

    /**
     * Applies everything before an offset that is on the log.
     *
     * @throws LogUnavailableException if the log does not give it
     */
    void before(long end) {
        long waitedSince = System.nanoTime();
        while (true) {
            long applied = 0;
            while (!ahead.isEmpty() && ahead.element().offset() < end) {
                views.apply(LogRecord.of(ahead.remove()));
                applied++;
            }
            read.accept(applied);
            if (!ahead.isEmpty() || position() >= end) {
                return;
            }
            if (applied > 0) {
                waitedSince = System.nanoTime();
            } else if (System.nanoTime() - waitedSince > PATIENCE.toNanos()) {
                throw new LogUnavailableException("Kafka does not give the records of " + partition);
            }
            poll();
        }
    }

    private long position() {
        try {
            return consumer.position(partition, PATIENCE);
        } catch (KafkaException e) {
            throw new LogUnavailableException(
                    "Kafka does not give the records of " + partition + ": " + e.getMessage());
        }
    }

    private void poll() {
        try {
            consumer.poll(POLL).forEach(ahead::add);
        } catch (KafkaException e) {
            throw new LogUnavailableException(
                    "Kafka does not give the records of " + partition + ": " + e.getMessage());
        }
    }

    /** The last offset that is applied, -1 before the first. */
    long applied() {
        return views.tally().offset();
    }

    StateSnapshot state() {
        return views.state();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        views.close();
        Database.delete(directory);
    }
}
