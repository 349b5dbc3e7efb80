package io.runledger.streams.views.apply;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Checks a record of the log by itself, just as the views do, for others that read the log. One thread at a time. */
public final class LogRecordChecks {
    private final RecordReader reader;
    private final RecordChecks checks;

    /**
     * A valid record.
     *
     * @param sequence its offset on the log; of a healing copy, that of the record it replaces
     * @param createdAt the broker's time in milliseconds; of a healing copy, that of the record it replaces
     * @param isHealing whether it wins over what is stored under its key
     * @param isCarried whether it was imported from another ledger
     */
    public record Checked(SpecificRecord record, long sequence, long createdAt, boolean isHealing, boolean isCarried) {}

    public LogRecordChecks(RecordReader reader, int partitions, Criteria criteria) {
        this.reader = reader;
        checks = new RecordChecks(reader, partitions, criteria);
    }

    /**
     * The record; empty if it is a tombstone, if the views would reject it whatever is stored, or if it is not wanted.
     * That is asked first, because checking costs ten times what reading does.
     */
    public Optional<Checked> check(ConsumerRecord<byte[], byte[]> record, Predicate<SpecificRecord> wanted) {
        byte[] value = record.value();
        if (record.key() == null || value == null || !isWanted(value, wanted)) {
            return Optional.empty();
        }
        LogRecord appended = LogRecord.of(record);
        return RecordKey.parse(record.key())
                .map(key -> checks.check(appended, key, value))
                .filter(RecordChecks.Accepted.class::isInstance)
                .map(RecordChecks.Accepted.class::cast)
                .map(accepted -> new Checked(
                        accepted.entry().record(),
                        accepted.entry().place().sequence(),
                        accepted.entry().place().createdAt(),
                        accepted.place().isHealing(),
                        accepted.entry().origin().isPresent()));
    }

    private boolean isWanted(byte[] value, Predicate<SpecificRecord> wanted) {
        try {
            return wanted.test(reader.read(value));
        } catch (UnreadableRecordException e) {
            return false;
        }
    }

    /**
     * Why the views would reject a record at any offset; empty if they would reject it only for what is already stored,
     * or not at all.
     *
     * @param record to be appended to the partition of its run
     */
    public Optional<String> objection(ProducerRecord<byte[], byte[]> record) {
        LogRecord appended = new LogRecord(
                Objects.requireNonNull(record.partition()),
                LogRecord.NOWHERE,
                0,
                record.key(),
                record.value(),
                record.headers());
        return RecordKey.parse(record.key())
                .map(key -> checks.check(appended, key, record.value()))
                .filter(RecordChecks.Rejected.class::isInstance)
                .map(RecordChecks.Rejected.class::cast)
                .map(rejected -> rejected.detail() + " [" + rejected.reason().word() + "]");
    }
}
