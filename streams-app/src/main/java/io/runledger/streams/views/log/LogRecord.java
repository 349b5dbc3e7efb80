package io.runledger.streams.views.log;

import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.streams.views.store.Place;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is on the log.
 *
 * @param offset its offset, which is its sequence unless it is a healing copy; {@link #NOWHERE} of one that is not
 *     appended yet
 * @param timestamp the broker's time of the append, in milliseconds
 */
public record LogRecord(
        int partition, long offset, long timestamp, byte[] key, byte @Nullable [] value, Headers headers) {
    /** After everything that is on the log. */
    public static final long NOWHERE = Long.MAX_VALUE;

    /** Set on the null value that replaces a record which was moved home: the offset (a big-endian long) it was at. */
    public static final String MOVED_HEADER = "runledger-moved";

    /** Set on the null value that takes the place of a record that held a secret. */
    public static final String SECRET_HEADER = "runledger-secret";

    public static LogRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new LogRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    /** The same place, with nothing of the record but a key. */
    public LogRecord withoutContent(byte[] shownKey) {
        return new LogRecord(partition, offset, timestamp, shownKey, value == null ? null : new byte[0], headers);
    }

    /** Whether this null value takes the place of a record that held a secret. */
    public boolean erasesSecret() {
        return headers.lastHeader(SECRET_HEADER) != null;
    }

    public boolean isHealing() {
        return headers.lastHeader(SealedPlace.HEADER) != null;
    }

    /**
     * What claims to be the place it heals, with a seal or without; empty unless it is a healing copy, or passes for
     * one.
     */
    public Optional<byte[]> healing() {
        Header header = headers.lastHeader(SealedPlace.HEADER);
        return header == null ? Optional.empty() : Optional.of(header.value() == null ? new byte[0] : header.value());
    }

    /** The offset of the record that was moved home from here; empty if this does not replace one. */
    public OptionalLong moved() {
        Header header = headers.lastHeader(MOVED_HEADER);
        return header == null || header.value() == null || header.value().length != Long.BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
    }

    /** What claims to be its origin, with a seal; empty unless it was imported, or passes for it. */
    public Optional<byte[]> origin() {
        return originIn(headers);
    }

    public static Optional<byte[]> originIn(Headers headers) {
        Header header = headers.lastHeader(Origin.HEADER);
        return header == null ? Optional.empty() : Optional.of(header.value() == null ? new byte[0] : header.value());
    }

    /** What claims to attest it; empty unless a gateway appended it for somebody it knew, or it passes for that. */
    public Optional<byte[]> attestation() {
        Header header = headers.lastHeader(Attestation.HEADER);
        return header == null ? Optional.empty() : Optional.of(header.value() == null ? new byte[0] : header.value());
    }

    /** Its own place on the log. */
    public Place place() {
        return new Place(offset, timestamp);
    }
}
