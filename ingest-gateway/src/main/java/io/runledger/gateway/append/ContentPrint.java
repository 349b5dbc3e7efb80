package io.runledger.gateway.append;

import io.runledger.schemas.contract.ContentRule;
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
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a record's content: 64 bits for each field, enough to tell whether different content is the same and, if
 * not, in which fields, and the values that the door may have filled in, for they are answered to a retry that has others. The bits are keyed for each process and never leave it. Two values of a field share them by
 * accident once in 2^64; no record is answered for by them but one with the same id.
 */
public final class ContentPrint {
    private static final long KEY = new SecureRandom().nextLong();
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final int PAYLOAD =
            Event.getClassSchema().getField("payload").pos();

    /** Of what is the same whatever it says. */
    static final ContentPrint ANY = new ContentPrint(new long[0], List.of(), 0);

    private final long[] bits;
    private final List<Kept> kept;

    /** One bit for each field that is not compared with different content; no contract has more fields. */
    private final long uncompared;

    private ContentPrint(long[] bits, List<Kept> kept, long uncompared) {
        this.bits = bits;
        this.kept = kept;
        this.uncompared = uncompared;
    }

    /** The value of a field that a retry may have otherwise. */
    private record Kept(int field, @Nullable Object value) {}

    static ContentPrint of(IndexedRecord record) {
        List<Schema.Field> fields = record.getSchema().getFields();
        long[] bits = new long[fields.size()];
        List<Kept> kept = new ArrayList<>(4);
        long uncompared = 0;
        for (Schema.Field field : fields) {
            int i = field.pos();
            // A payload may be long, and its BLAKE3 digest has been made already.
            bits[i] = i == PAYLOAD && record instanceof Event event
                    ? value(event.getPayloadDigest(), KEY)
                    : value(record.get(i), KEY);
            if (ContentRule.isOfFirst(field)) {
                kept.add(new Kept(i, record.get(i)));
                uncompared |= ContentRule.isCompared(field, record) ? 0 : 1L << i;
            }
        }
        return new ContentPrint(bits, List.copyOf(kept), uncompared);
    }

    /** One problem for each field that the producer of a later content gives and that differs. */
    List<Problem> differences(Schema schema, ContentPrint later) {
        List<Problem> problems = new ArrayList<>();
        if (bits.length == 0 || later.bits.length == 0) {
            return problems;
        }
        for (Schema.Field field : schema.getFields()) {
            int i = field.pos();
            if (bits[i] != later.bits[i] && (later.uncompared & (1L << i)) == 0 && field.getProp("digest_of") == null) {
                problems.add(new Problem("/" + field.name(), "differs from the first record under this id"));
            }
        }
        return problems;
    }

    /** The record on the log, of a retry of it. */
    <T extends SpecificRecord> T existing(T retry) {
        T record = SpecificData.get().deepCopy(retry.getSchema(), retry);
        kept.forEach(each -> record.put(each.field, each.value));
        return record;
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
