package io.runledger.schemas.log;

import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/**
 * The place that a healing copy has: where the record was that it appends again.
 *
 * @param log the id of the log's topic; a copy of the topic is another log
 * @param createdAt the broker's time of the append, in milliseconds since 1970
 */
public record SealedPlace(Uuid log, int partition, long sequence, long createdAt) {
    /** The header of a healing copy: these bytes, and a seal over them and the record. */
    public static final String HEADER = "runledger-place";

    /** Sequence, time, the two halves of the log's id and the partition, eight bytes each, big-endian. */
    public static final int BYTES = 5 * Long.BYTES;

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(sequence)
                .putLong(createdAt)
                .putLong(log.getMostSignificantBits())
                .putLong(log.getLeastSignificantBits())
                .putLong(partition)
                .array();
    }

    /** Reads what {@link #bytes} gives from the buffer's place on. */
    public static SealedPlace read(ByteBuffer bytes) {
        long sequence = bytes.getLong();
        long createdAt = bytes.getLong();
        Uuid log = new Uuid(bytes.getLong(), bytes.getLong());
        return new SealedPlace(log, Math.toIntExact(bytes.getLong()), sequence, createdAt);
    }
}
