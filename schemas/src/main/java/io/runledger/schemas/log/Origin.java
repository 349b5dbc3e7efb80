package io.runledger.schemas.log;

import java.nio.ByteBuffer;

/**
 * The place of a record in the ledger that it first came to, before it was imported into another one. It says where a record
 * comes from, and nothing about where it is now.
 *
 * @param createdAt that broker's time of the append, in milliseconds since 1970
 */
public record Origin(Position position, long createdAt) {
    /** The header of an imported record: these bytes, and a seal over them and the record. */
    public static final String HEADER = "runledger-origin";

    /** Partition, sequence and time, eight bytes each, big-endian. */
    public static final int BYTES = 3 * Long.BYTES;

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(position.partition())
                .putLong(position.offset())
                .putLong(createdAt)
                .array();
    }

    /** Reads what {@link #bytes} gives from the buffer's place on. */
    public static Origin read(ByteBuffer bytes) {
        return new Origin(new Position(Math.toIntExact(bytes.getLong()), bytes.getLong()), bytes.getLong());
    }
}
