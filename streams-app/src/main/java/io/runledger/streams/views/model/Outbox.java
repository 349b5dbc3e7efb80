package io.runledger.streams.views.model;

import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.KeyReader;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about records of the log, kept in the {@code outbox} family with the state that asked for it, so
 * that a crash forgets none of it:
 *
 * <pre>
 * 'm' key       -> offset                             append the last word on this key again, once caught up; the record
 *                                                     at this offset asked for it last
 * 'p' offset    -> reason, timestamp, key, origin, value      publish this rejected record
 * 's' offset    -> reason, timestamp, key, origin, value      move this stray home, until the null value after it is
 *                                                     applied
 * 'x' row       -> why                                the mender cannot do what this row asked for, and has set it aside
 * </pre>
 */
public final class Outbox {
    static final byte[] MENDINGS = {'m'};
    static final byte[] STRAYS = {'s'};
    static final byte[] SET_ASIDE = {'x'};

    private static final int KEPT_OF_OVERSIZED = 64 * 1024;

    /** More than a good one has. */
    private static final int KEPT_OF_ORIGIN = 100;

    private static final int NONE = -1;

    private Outbox() {}

    public static byte[] mending(RecordKey key) {
        byte[] bytes = key.bytes();
        byte[] row = new byte[bytes.length + 1];
        row[0] = 'm';
        System.arraycopy(bytes, 0, row, 1, bytes.length);
        return row;
    }

    /** Where a row goes that cannot be done. */
    public static byte[] setAside(byte[] row) {
        return new KeyBuilder().mark('x').put(row).bytes();
    }

    /** How the rows of all records begin that are to be published. */
    public static byte[] publishings() {
        return new byte[] {'p'};
    }

    public static byte[] publishing(long offset) {
        return new KeyBuilder().mark('p').put(offset).bytes();
    }

    public static byte[] stray(long offset) {
        return new KeyBuilder().mark('s').put(offset).bytes();
    }

    /** Of a value that is too large only the beginning is kept. */
    public static byte[] value(RejectReason reason, LogRecord record) {
        byte[] value = record.value();
        if (value != null && value.length > LogTopic.MAX_RECORD_BYTES) {
            value = Arrays.copyOf(value, KEPT_OF_OVERSIZED);
        }
        Optional<byte[]> origin =
                record.origin().map(header -> Arrays.copyOf(header, Math.min(header.length, KEPT_OF_ORIGIN)));
        return new KeyBuilder()
                .put(reason.word())
                .put(record.timestamp())
                .put(record.key().length)
                .put(origin.map(header -> header.length).orElse(NONE))
                .put(value == null ? NONE : value.length)
                .put(record.key())
                .put(origin.orElse(new byte[0]))
                .put(value == null ? new byte[0] : value)
                .put(record.attestation()
                        .filter(header -> header.length <= KEPT_OF_ORIGIN)
                        .orElse(new byte[0]))
                .bytes();
    }

    /**
     * A rejected record that is to be published, or moved home.
     *
     * @param origin its header, good or not
     * @param attestation its header, good or not
     */
    public record Rejected(
            long offset,
            String reason,
            long timestamp,
            byte[] key,
            Optional<byte[]> origin,
            byte @Nullable [] value,
            Optional<byte[]> attestation) {
        static Rejected of(byte[] row, byte[] stored) {
            int at = KeyReader.end(stored, 0) + 1;
            int key = at + 32;
            int origin = key + (int) KeyReader.number(stored, at + 8);
            int originLength = (int) KeyReader.number(stored, at + 16);
            int value = origin + Math.max(originLength, 0);
            int valueLength = (int) KeyReader.number(stored, at + 24);
            int attestation = value + Math.max(valueLength, 0); // the end, where there is none
            return new Rejected(
                    KeyReader.number(row, 1),
                    KeyReader.text(stored, 0),
                    KeyReader.number(stored, at),
                    Arrays.copyOfRange(stored, key, origin),
                    originLength < 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(stored, origin, value)),
                    valueLength < 0 ? null : Arrays.copyOfRange(stored, value, attestation),
                    attestation == stored.length
                            ? Optional.empty()
                            : Optional.of(Arrays.copyOfRange(stored, attestation, stored.length)));
        }

        /** The same record, for a partition. */
        public ProducerRecord<byte[], byte[]> sent(String topic, int partition) {
            ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(topic, partition, key, value);
            origin.ifPresent(header -> sent.headers().add(Origin.HEADER, header));
            attestation.ifPresent(header -> sent.headers().add(Attestation.HEADER, header));
            return sent;
        }
    }
}
