package io.runledger.cli.imports;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.standalone.terminal.ClearFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The log that is imported into: appends in order, to all in-sync replicas. For one thread. */
final class ImportLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LedgerConfig ledger;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** @throws ClearFailure if there is no such log */
    ImportLog(LedgerConfig ledger) {
        this.ledger = ledger;
        try (Admin admin = Admin.create(ledger.adminClient())) {
            ledger.topic().check(admin);
        } catch (LogTopicException | KafkaException e) {
            throw new ClearFailure("The log cannot be imported into: " + e.getMessage(), e);
        }
        Map<String, Object> properties = ledger.client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * LogTopic.MAX_RECORD_BYTES);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Where each partition ends now. */
    Map<Integer, Long> ends() {
        List<TopicPartition> partitions = IntStream.range(0, ledger.topic().partitions())
                .mapToObj(partition -> new TopicPartition(ledger.topic().name(), partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(ledger.client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<Integer, Long> ends = new HashMap<>();
            consumer.endOffsets(partitions, PATIENCE).forEach((partition, end) -> ends.put(partition.partition(), end));
            return ends;
        } catch (KafkaException e) {
            throw new ClearFailure("Kafka does not say where the log ends: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    void append(ProducerRecord<byte[], byte[]> record) {
        requireNoFailure();
        try {
            producer.send(record, (appended, failed) -> {
                if (failed != null) {
                    failure.compareAndSet(null, failed);
                }
            });
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
        }
        requireNoFailure();
    }

    /** Returns when all that was appended is on the log. */
    void flush() {
        producer.flush();
        requireNoFailure();
    }

    private void requireNoFailure() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new ClearFailure(
                    "Kafka does not take the records (" + failed.getMessage()
                            + "): import again when it does; what is there already is skipped.",
                    failed);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
