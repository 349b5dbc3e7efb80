package io.runledger.gateway;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
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
     * Sends a record at once; the outcome is told when the log has it, or has it not.
     *
     * @return false if the log cannot be written now, so that whoever has more to send should not wait for each in turn
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the producer's future would
    boolean append(SpecificRecord record, RecordKey key, Outcome outcome) {
        Sending sending = new Sending(key, outcome);
        try {
            producer.send(
                    new ProducerRecord<>(
                            topic.name(), RunPartition.of(key.runId(), topic.partitions()), key.bytes(), record),
                    sending);
        } catch (KafkaException | RegistryUnavailableException | IncompatibleSchemaException e) {
            sending.fail(e);
        } catch (RuntimeException e) {
            outcome.failed(e); // a fault of ours: nobody who waits for this record may wait for ever
        }
        sending.handedOver = true;
        return !sending.failedAtOnce;
    }

    /** One record on its way. */
    private final class Sending implements Callback {
        private final RecordKey key;
        private final Outcome outcome;

        private final Thread sender = Thread.currentThread();

        /** What fails inside {@code send}, on its own thread, was never on its way. Both are the sender's alone. */
        private boolean handedOver;

        private boolean failedAtOnce;

        Sending(RecordKey key, Outcome outcome) {
            this.key = key;
            this.outcome = outcome;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                back();
                outcome.accepted(new Receipt(metadata.partition(), metadata.offset(), metadata.timestamp()), false);
            } else {
                fail(failure);
            }
        }

        void fail(Exception failure) {
            boolean reached = Thread.currentThread() != sender || handedOver;
            if (AppendFailure.isPassing(failure)) {
                failedAtOnce |= !reached;
                if (away.compareAndSet(false, true)) {
                    LOG.warn(
                            "the log cannot be written, writes are answered with 503 until it can: {}",
                            failure.toString());
                }
            }
            outcome.failed(AppendFailure.problem(failure, key, reached));
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
