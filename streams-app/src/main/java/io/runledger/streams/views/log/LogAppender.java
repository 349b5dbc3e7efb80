package io.runledger.streams.views.log;

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
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Appends bytes as they are, in order, to all in-sync replicas, and waits for it. */
public final class LogAppender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaProducer<byte[], byte[]> producer;

    public LogAppender(LedgerConfig ledger) {
        // The log's limit is on packed records: what came packed has to go packed, with a header more.
        Map<String, Object> properties = ledger.client();
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * LogTopic.MAX_RECORD_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * LogTopic.MAX_RECORD_BYTES);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * What became of a record.
     *
     * @param stored where it is; null if Kafka will never take it
     * @param refusal why not, else empty
     */
    public record Sent(@Nullable RecordMetadata stored, String refusal) {
        public boolean isRefused() {
            return stored == null;
        }
    }

    /** Sends all, then waits for all. Returns where each is stored, in the given order. */
    public List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<RecordMetadata> stored = new ArrayList<>();
        for (Future<RecordMetadata> each : sending(records)) {
            stored.add(each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        }
        return stored;
    }

    /** The same, but a record that Kafka refuses for what it is, such as its size, does not stop the others. */
    public List<Sent> sendEach(List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Sent> sent = new ArrayList<>();
        for (Future<RecordMetadata> each : sending(records)) {
            sent.add(outcome(each));
        }
        return sent;
    }

    private List<Future<RecordMetadata>> sending(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sending = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sending.add(producer.send(record));
        }
        return sending;
    }

    private static Sent outcome(Future<RecordMetadata> sending)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return new Sent(sending.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RecordTooLargeException || cause instanceof InvalidRecordException) {
                return new Sent(null, "Kafka does not take it: " + cause.getMessage());
            }
            throw e;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
