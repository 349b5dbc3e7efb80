package io.runledger.streams.views;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends bytes as they are, in order, to all in-sync replicas, and waits for it. */
final class LogAppender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaProducer<byte[], byte[]> producer;

    LogAppender(LedgerConfig ledger) {
        Map<String, Object> properties = ledger.client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * LogTopic.MAX_RECORD_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * LogTopic.MAX_RECORD_BYTES);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends all, then waits for all. Returns where each stands, in the order they were given. */
    List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        List<RecordMetadata> standing = new ArrayList<>();
        for (Future<RecordMetadata> each : sent) {
            standing.add(each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        }
        return standing;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
