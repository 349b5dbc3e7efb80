package io.runledger.gateway;

import io.runledger.schemas.contract.Problem;
import io.runledger.v1.Event;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a record's content: 64 bits for each field, enough to tell whether another content is the same and, if
 * not, in which fields. The bits are keyed for each process and never leave it. Two values of a field share them by
 * accident once in 2^64; no record is answered for by them but one with the same id.
 */
final class ContentPrint {
    private static final long KEY = new SecureRandom().nextLong();
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final int PAYLOAD =
            Event.getClassSchema().getField("payload").pos();

    private ContentPrint() {}

    static long[] of(IndexedRecord record) {
        long[] print = new long[record.getSchema().getFields().size()];
        for (int i = 0; i < print.length; i++) {
            // A payload may be long, and its BLAKE3 digest has been made already.
            print[i] = i == PAYLOAD && record instanceof Event event
                    ? value(event.getPayloadDigest(), KEY)
                    : value(record.get(i), KEY);
        }
        return print;
    }

    /** One problem for each field that a producer gives and that differs. */
    static List<Problem> differences(Schema schema, long[] first, long[] other) {
        List<Problem> problems = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            if (first[field.pos()] != other[field.pos()] && field.getProp("digest_of") == null) {
                problems.add(new Problem("/" + field.name(), "differs from the first record under this id"));
            }
        }
        return problems;
    }

    private static long value(@Nullable Object value, long seed) {
        if (value instanceof String text) {
            return text(text, seed);
        }
        if (value instanceof Instant time) {
            return step(step(seed, time.getEpochSecond()), time.getNano());
        }
        if (value instanceof Long number) {
            return step(step(seed, 1), number);
        }
        if (value instanceof GenericFixed digest) {
            return step(seed, ByteBuffer.wrap(digest.bytes()).getLong());
        }
        if (value instanceof List<?> items) {
            long print = step(seed, items.size());
            for (Object item : items) {
                print = value(item, print);
            }
            return print;
        }
        if (value instanceof IndexedRecord record) {
            long print = step(seed, 2);
            for (int i = 0; i < record.getSchema().getFields().size(); i++) {
                print = value(record.get(i), print);
            }
            return print;
        }
        if (value == null) {
            return step(seed, -1);
        }
        throw new IllegalArgumentException("contracts do not use " + value.getClass());
    }

    private static long text(String text, long seed) {
        int length = text.length();
        long print = step(seed, length);
        for (int i = 0; i < length; i++) {
            print = step(print, text.charAt(i));
        }
        return print;
    }

    /** Loses nothing of what came before: each part of it can be undone. */
    private static long step(long print, long next) {
        long mixed = (print ^ next) * FACTOR;
        return mixed ^ (mixed >>> 32);
    }
}
