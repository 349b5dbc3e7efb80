package io.runledger.schemas.wire;

import java.nio.ByteBuffer;

/** The Confluent wire format: byte 0, then the id of the writer's schema in four bytes, big-endian, then the record. */
final class WireFormat {
    static final byte MAGIC = 0;
    static final int HEADER = 5;

    private WireFormat() {}

    static boolean matches(byte[] bytes) {
        return bytes.length >= HEADER && bytes[0] == MAGIC;
    }

    static int schemaId(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
