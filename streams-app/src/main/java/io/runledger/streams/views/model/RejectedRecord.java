package io.runledger.streams.views.model;

import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record of the log that was not applied.
 *
 * @param timestamp the broker's time of the append, in milliseconds
 * @param key the key's text; what is not UTF-8 shows as U+FFFD
 * @param valueBytes how long the value is; -1 for a null value
 * @param excerpt the beginning of the value
 */
public record RejectedRecord(
        int partition,
        long offset,
        long timestamp,
        String reason,
        String detail,
        String key,
        long valueBytes,
        byte[] excerpt) {
    private static final int EXCERPT = 200;
    private static final int MOST_KEY = 1024;

    /** Its value in the {@code rejects} family. */
    public static byte[] value(RejectReason reason, String detail, LogRecord record) {
        byte[] value = record.value();
        byte[] excerpt = value == null ? new byte[0] : Arrays.copyOf(value, Math.min(value.length, EXCERPT));
        byte[] key = Arrays.copyOf(record.key(), Math.min(record.key().length, MOST_KEY));
        return new KeyBuilder()
                .put(record.timestamp())
                .put(value == null ? -1 : value.length)
                .put(key.length)
                .put(reason.word())
                .put(detail.replace('\0', ' '))
                .put(key)
                .put(excerpt)
                .bytes();
    }

    public static RejectedRecord of(int partition, long offset, byte[] value) {
        int at = 24;
        String reason = KeyReader.text(value, at);
        at = KeyReader.end(value, at) + 1;
        String detail = KeyReader.text(value, at);
        at = KeyReader.end(value, at) + 1;
        int keyEnd = at + (int) KeyReader.number(value, 16);
        return new RejectedRecord(
                partition,
                offset,
                KeyReader.number(value, 0),
                reason,
                detail,
                new String(value, at, keyEnd - at, StandardCharsets.UTF_8),
                KeyReader.number(value, 8),
                Arrays.copyOfRange(value, keyEnd, value.length));
    }

    /** When it was appended, and where. */
    public Place place() {
        return new Place(offset, timestamp);
    }

    public RejectedRecord withoutContent() {
        return new RejectedRecord(partition, offset, timestamp, reason, detail, key, valueBytes, new byte[0]);
    }
}
