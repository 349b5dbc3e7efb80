package io.runledger.gateway;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
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
    private final AtomicBoolean away = new AtomicBoolean();

    public LogWriter(LedgerConfig ledger, Duration appendTimeout) {
        this(new KafkaProducer<>(ProducerSettings.of(ledger, appendTimeout)), ledger.topic(), appendTimeout);
    }

    LogWriter(Producer<byte[], SpecificRecord> producer, LogTopic topic, Duration timeout) {
        this.producer = producer;
        this.topic = topic;
        this.timeout = timeout;
    }

    /**
     * Sends a record at once; the future completes when the log has it. It fails with a
     * {@link io.runledger.http.ProblemException} only, on a thread that must not be kept waiting.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the producer's future would
    public CompletableFuture<Receipt> append(SpecificRecord record) {
        RecordKey key = RecordKey.of(record);
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        Sending sending = new Sending();
        try {
            producer.send(
                    new ProducerRecord<>(
                            topic.name(), RunPartition.of(key.runId(), topic.partitions()), key.bytes(), record),
                    (metadata, failure) -> {
                        if (failure == null) {
                            back();
                            receipt.complete(
                                    new Receipt(metadata.partition(), metadata.offset(), metadata.timestamp()));
                        } else {
                            fail(receipt, failure, key, sending.handedOver);
                        }
                    });
            sending.handedOver = true;
        } catch (KafkaException | RegistryUnavailableException | IncompatibleSchemaException e) {
            fail(receipt, e, key, false);
        }
        return receipt;
    }

    /** Whether {@code send} has returned: what fails before that was never on its way. */
    private static final class Sending {
        private volatile boolean handedOver;
    }

    private void fail(CompletableFuture<Receipt> receipt, Exception failure, RecordKey key, boolean handedOver) {
        if (AppendFailure.isPassing(failure) && away.compareAndSet(false, true)) {
            LOG.warn("the log cannot be written, writes are answered with 503 until it can: {}", failure.toString());
        }
        receipt.completeExceptionally(AppendFailure.problem(failure, key, handedOver));
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
