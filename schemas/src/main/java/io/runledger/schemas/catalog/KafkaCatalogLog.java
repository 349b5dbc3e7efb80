package io.runledger.schemas.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topic on Kafka: one consumer without a group, and a producer from the first append on. */
public final class KafkaCatalogLog implements CatalogLog {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final LedgerConfig ledger;
    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** Of a topic that {@link SchemasTopic#ensure} has seen. */
    public KafkaCatalogLog(LedgerConfig ledger) {
        this.ledger = ledger;
        partition = new TopicPartition(ledger.schemasTopic(), 0);
        Map<String, Object> properties = ledger.client();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    @Override
    public void readToEnd(Consumer<CatalogEntry> reader) {
        try {
            long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition, PATIENCE) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    CatalogEntry.of(record.key(), record.value()).ifPresent(reader);
                }
                if (System.nanoTime() - deadline > 0) {
                    throw away("it gives no records", null);
                }
            }
        } catch (KafkaException e) {
            throw away(e.getMessage(), e);
        }
    }

    @Override
    public void append(List<? extends CatalogEntry> entries) {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (CatalogEntry entry : entries) {
                sent.add(producer()
                        .send(new ProducerRecord<>(
                                partition.topic(),
                                partition.partition(),
                                entry.key().getBytes(UTF_8),
                                entry.value().getBytes(UTF_8))));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw away(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("interrupted", e);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> made = producer;
        if (made == null) {
            Map<String, Object> properties = ledger.client();
            properties.put(ProducerConfig.ACKS_CONFIG, "all");
            properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, SchemasTopic.MAX_RECORD_BYTES);
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
            properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            made = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
            producer = made;
        }
        return made;
    }

    private RegistryUnavailableException away(@Nullable String why, @Nullable Exception cause) {
        RegistryUnavailableException away = new RegistryUnavailableException(
                "topic " + partition.topic() + ", which keeps the schemas, cannot be read or written now: " + why);
        if (cause != null) {
            away.initCause(cause);
        }
        return away;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
        KafkaProducer<byte[], byte[]> made = producer;
        if (made != null) {
            made.close(CLOSE);
        }
    }
}
