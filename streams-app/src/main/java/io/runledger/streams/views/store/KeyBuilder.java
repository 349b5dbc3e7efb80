package io.runledger.streams.views.store;

import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Puts a key or a value together. Strings are UTF-8 and end with byte 0, which no name or id can hold; numbers are
 * eight bytes, big-endian, so that bytes sort as numbers do. Grows as it is written to; for one thread.
 */
public final class KeyBuilder {
    private byte[] bytes = new byte[96];
    private int length;

    /** One byte that tells kinds of keys apart. */
    public KeyBuilder mark(int b) {
        room(1);
        bytes[length++] = (byte) b;
        return this;
    }

    public KeyBuilder put(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(utf8.length + 1);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        bytes[length++] = 0;
        return this;
    }

    public KeyBuilder put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    public KeyBuilder put(RecordKey.Kind kind) {
        return mark(kind.word().charAt(0));
    }

    public KeyBuilder put(RequestType.Subject kind) {
        return mark(kind.word().charAt(0));
    }

    public KeyBuilder put(long number) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (number >>> shift);
        }
        return this;
    }

    /** A time by a producer's clock. */
    public KeyBuilder put(Instant time) {
        return put(ChronoUnit.MICROS.between(Instant.EPOCH, time) ^ Long.MIN_VALUE);
    }

    /** A number alone. */
    public static byte[] number(long number) {
        return new KeyBuilder().put(number).bytes();
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
