package io.runledger.streams.views.store;

import java.util.Arrays;
import org.rocksdb.WriteBatch;

/**
 * Puts and deletes, laid out as RocksDB's own write batch lays them out: a sequence number of eight bytes and a count
 * of four, both little-endian; then of each entry its kind, its family as a varint, and the key and the value, each
 * after its length as a varint. So a whole batch is handed over at once and not entry by entry.
 */
public final class BatchBytes {
    private static final int HEADER_BYTES = 12;
    private static final int COUNT = 8;
    private static final byte DELETION = 0x4;
    private static final byte VALUE = 0x5;
    private static final int MOST_VARINT_BYTES = 5;

    private byte[] bytes;
    private int length = HEADER_BYTES;
    private int count;

    public BatchBytes(int room) {
        bytes = new byte[HEADER_BYTES + room];
    }

    public int length() {
        return length;
    }

    public void put(int family, byte[] key, byte[] value) {
        entry(VALUE, family, key.length + value.length);
        text(key);
        text(value);
    }

    public void delete(int family, byte[] key) {
        entry(DELETION, family, key.length);
        text(key);
    }

    public void clear() {
        length = HEADER_BYTES;
        count = 0;
    }

    /** The same as RocksDB knows it; the caller closes it. */
    public WriteBatch toWriteBatch() {
        byte[] exact = Arrays.copyOf(bytes, length);
        for (int i = 0; i < Integer.BYTES; i++) {
            exact[COUNT + i] = (byte) (count >>> (Byte.SIZE * i));
        }
        return new WriteBatch(exact);
    }

    private void entry(byte kind, int family, int content) {
        room(1 + 3 * MOST_VARINT_BYTES + content);
        bytes[length++] = kind;
        varint(family);
        count++;
    }

    private void text(byte[] text) {
        varint(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void varint(int number) {
        int rest = number;
        while (rest > 0x7f) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
