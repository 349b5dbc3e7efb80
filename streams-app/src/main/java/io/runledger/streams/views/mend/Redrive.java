package io.runledger.streams.views.mend;

import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.apply.RecordChecks;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.model.RejectReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Appends a rejected record again once its cause is fixed: the bytes from the log, in the partition of their run. */
public final class Redrive {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final LedgerConfig ledger;
    private final ThreadLocal<RecordReader> readers;
    private final Criteria criteria;
    private final Mender mender;

    public Redrive(LedgerConfig ledger, ThreadLocal<RecordReader> readers, Criteria criteria, Mender mender) {
        this.ledger = ledger;
        this.readers = readers;
        this.criteria = criteria;
        this.mender = mender;
    }

    /** What became of it. */
    public sealed interface Result {}

    /** It is on the log again; the views decide when they read it. */
    public record Appended(Position position) implements Result {}

    /** Nothing was rejected at this offset. */
    public record NotRejected() implements Result {}

    /** Compaction has removed the record from the log. */
    public record Gone() implements Result {}

    /** It would be rejected again, and was not appended. */
    public record StillWrong(RejectReason reason, String detail) implements Result {}

    public Result again(int partition, long offset) {
        Optional<ConsumerRecord<byte[], byte[]>> original = original(partition, offset);
        if (original.isEmpty()) {
            return new Gone();
        }
        byte[] value = original.get().value();
        Optional<RecordKey> key = RecordKey.parse(original.get().key());
        if (key.isEmpty()) {
            return new StillWrong(RejectReason.MALFORMED_KEY, "has a key that is not kind/run_id/id");
        }
        if (value == null) {
            return new StillWrong(
                    RejectReason.UNEXPLAINED_NULL, "has no value; to erase a record, delete it by the API");
        }
        LogTopic topic = ledger.topic();
        int home = RunPartition.of(key.get().runId(), topic.partitions());
        ProducerRecord<byte[], byte[]> copy =
                new ProducerRecord<>(topic.name(), home, original.get().key(), value);
        LogRecord.originIn(original.get().headers())
                .ifPresent(origin -> copy.headers().add(Origin.HEADER, origin));
        LogRecord.of(original.get()).attestation().ifPresent(header -> copy.headers()
                .add(Attestation.HEADER, header));
        LogRecord record =
                new LogRecord(home, LogRecord.NOWHERE, original.get().timestamp(), copy.key(), value, copy.headers());
        if (new RecordChecks(readers.get(), topic.partitions(), criteria).check(record, key.get(), value)
                instanceof RecordChecks.Rejected rejected) {
            return new StillWrong(rejected.reason(), rejected.detail());
        }
        return new Appended(new Position(home, mender.append(copy)));
    }

    private Optional<ConsumerRecord<byte[], byte[]>> original(int partition, long offset) {
        Map<String, Object> properties = ledger.client();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition of = new TopicPartition(ledger.topic().name(), partition);
            consumer.assign(List.of(of));
            consumer.seek(of, offset);
            List<ConsumerRecord<byte[], byte[]>> records =
                    consumer.poll(TIMEOUT).records(of);
            if (records.isEmpty()) {
                throw new LogUnavailableException("Kafka does not give the record");
            }
            return records.get(0).offset() == offset ? Optional.of(records.get(0)) : Optional.empty();
        } catch (KafkaException e) {
            throw new LogUnavailableException("Kafka does not give the record: " + e.getMessage());
        }
    }
}
