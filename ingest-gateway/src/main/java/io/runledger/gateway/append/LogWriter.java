package io.runledger.gateway.append;

import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to the log through the process's one producer: each into its run's partition, under its own key, by
 * all in-sync replicas. It needs no restart when the broker comes back. Thread-safe.
 */
public final class LogWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    private final Producer<byte[], SpecificRecord> producer;
    private final LogTopic topic;
    private final Duration timeout;

    /** One that is not ours says in exceptions of any type that its registry is away. */
    private final boolean foreignSerializer;

    private final IngestMetrics metrics;
    private final AtomicBoolean away = new AtomicBoolean();

    /**
     * @param catalog has the schema of each record before the record is sent
     * @throws IllegalArgumentException if Kafka's producer does not take its settings, its serializer among them
     */
    public LogWriter(LedgerConfig ledger, SchemaCatalog catalog, Duration appendTimeout, IngestMetrics metrics) {
        this(
                producer(
                        ProducerSettings.of(ledger, appendTimeout),
                        catalog,
                        Seal.of(ledger),
                        ProducerSettings.namesForeignSerializer(ledger)),
                ledger.topic(),
                appendTimeout,
                ProducerSettings.namesForeignSerializer(ledger),
                metrics);
    }

    public LogWriter(
            Producer<byte[], SpecificRecord> producer, LogTopic topic, Duration timeout, IngestMetrics metrics) {
        this(producer, topic, timeout, false, metrics);
    }

    private LogWriter(
            Producer<byte[], SpecificRecord> producer,
            LogTopic topic,
            Duration timeout,
            boolean foreignSerializer,
            IngestMetrics metrics) {
        this.producer = producer;
        this.topic = topic;
        this.timeout = timeout;
        this.foreignSerializer = foreignSerializer;
        this.metrics = metrics;
    }

    IngestMetrics metrics() {
        return metrics;
    }

    private static Producer<byte[], SpecificRecord> producer(
            Map<String, Object> properties, SchemaCatalog catalog, Seal seal, boolean isForeign) {
        try {
            return new KafkaProducer<>(
                    properties,
                    new ByteArraySerializer(),
                    new AttestingSerializer(
                            isForeign
                                    ? new KeptSerializer(configured(properties), catalog)
                                    : new RecordSerializer(catalog),
                            seal));
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "the log's producer does not take its settings: " + reason.getMessage()
                            + "; see the KAFKA_ variables, and for the class that KAFKA_VALUE_SERIALIZER names that its jars"
                            + " are on RUNLEDGER_EXTRA_CLASSPATH",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // a serializer of anything else fails at the first record
    private static Serializer<SpecificRecord> configured(Map<String, Object> properties) {
        ProducerConfig config = new ProducerConfig(properties);
        Serializer<SpecificRecord> serializer =
                config.getConfiguredInstance(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Serializer.class);
        serializer.configure(config.originals(), false);
        return serializer;
    }

    /** Whether the log could not be written when it was last tried. Each append waits for it for a while. */
    boolean isAway() {
        return away.get();
    }

    /**
     * Sends a record at once. The future completes when the log has it, or has it not: then with a {@link
     * io.runledger.http.ProblemException}, or with what a fault of ours threw.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the producer's future would
    CompletableFuture<Receipt> append(SpecificRecord record, RecordKey key) {
        Sending sending = new Sending(key);
        try {
            producer.send(
                    new ProducerRecord<>(
                            topic.name(), RunPartition.of(key.runId(), topic.partitions()), key.bytes(), record),
                    sending);
        } catch (KafkaException | RegistryUnavailableException | IncompatibleSchemaException e) {
            sending.fail(e);
        } catch (RuntimeException e) {
            if (foreignSerializer) {
                sending.fail(new SerializationException("the serializer fails: " + e, e));
            } else {
                sending.completeExceptionally(e); // a fault of ours: nobody who waits for this record may wait for ever
            }
        }
        sending.handedOver = true;
        return sending;
    }

    /** Appends a null value under a key. The future completes when the log has answered, whatever it said. */
    @SuppressWarnings("FutureReturnValueIgnored") // whoever needs the tombstone appends it again
    CompletableFuture<Void> appendTombstone(RecordKey key) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(
                            topic.name(), RunPartition.of(key.runId(), topic.partitions()), key.bytes(), null),
                    (metadata, failure) -> done.complete(null));
        } catch (KafkaException e) {
            LOG.warn("a tombstone could not be appended, the views will: {}", e.toString());
            done.complete(null);
        }
        return done;
    }

    /** One record on its way. */
    private final class Sending extends CompletableFuture<Receipt> implements Callback {
        private final RecordKey key;

        private final Thread sender = Thread.currentThread();
        private final long began = System.nanoTime();

        /** What fails inside {@code send}, on its own thread, was never on its way. The sender's alone. */
        private boolean handedOver;

        Sending(RecordKey key) {
            this.key = key;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                back();
                metrics.written(key.kind(), took(), metadata.serializedKeySize() + metadata.serializedValueSize());
                complete(new Receipt(metadata.partition(), metadata.offset(), metadata.timestamp()));
            } else {
                fail(failure);
            }
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        void fail(Exception failure) {
            boolean reached = Thread.currentThread() != sender || handedOver;
            metrics.failed(key.kind(), took());
            if (AppendFailure.isPassing(failure) && away.compareAndSet(false, true)) {
                LOG.warn(
                        "the log cannot be written, writes are answered with 503 until it can: {}", failure.toString());
            }
            completeExceptionally(AppendFailure.problem(failure, key, reached));
        }
    }

    private void back() {
        if (away.get() && away.compareAndSet(true, false)) {
            LOG.info("the log is written again");
        }
    }

    /** Waits for what is under way, within the append timeout. */
    @Override
    public void close() {
        producer.close(timeout);
    }
}
