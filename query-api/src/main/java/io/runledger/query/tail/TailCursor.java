package io.runledger.query.tail;

import io.runledger.http.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * How far a reader has followed: of each partition that its question is about, the sequence that comes next. Opaque to
 * clients; holds no state of the server, so it survives restarts and rebalances.
 *
 * @param query a digest of what was asked for: a cursor continues the same question only
 * @param log a digest of which log it is: a cursor of another ledger's would miss events, or show some again
 * @param next at least 0; of one partition for one run, else of all partitions in their order
 */
record TailCursor(int query, int log, List<Long> next) {
    /** Not that of {@code Cursor}: neither can be taken for the other. */
    private static final byte VERSION = 66;

    /** Without the log; those that were given out before are good still. */
    private static final byte BEFORE = 65;

    private static final int DIGIT_BITS = 7;
    private static final int DIGIT = (1 << DIGIT_BITS) - 1;

    /** Nine digits hold the greatest sequence. */
    private static final int MOST_BITS = 63;

    TailCursor {
        next = List.copyOf(next);
    }

    /**
     * Reads a cursor that was given out for the same question, by a ledger with the same log.
     *
     * @param partitions how many the question is about
     * @throws ProblemException 400 if it is not one
     */
    static TailCursor parse(String text, int query, int log, int partitions) {
        ByteBuffer in;
        try {
            in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw bad("is not a cursor of this ledger");
        }
        try {
            byte version = in.get();
            if (version != VERSION && version != BEFORE) {
                throw bad("is not one to follow events with");
            }
            if (in.getInt() != query) {
                throw bad("belongs to another question; use it with the parameters it was given out for");
            }
            if (version == VERSION && in.getInt() != log) {
                throw bad("is of another ledger");
            }
            List<Long> next = new ArrayList<>(partitions);
            for (int i = 0; i < partitions; i++) {
                next.add(number(in));
            }
            if (in.hasRemaining()) {
                throw bad("is not a cursor of this ledger");
            }
            return new TailCursor(query, log, next);
        } catch (BufferUnderflowException e) {
            throw bad("is not whole");
        }
    }

    private static ProblemException bad(String why) {
        return ProblemException.malformed("the cursor or Last-Event-ID " + why + "; begin again without it");
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < MOST_BITS; shift += DIGIT_BITS) {
            byte digit = in.get();
            number |= (long) (digit & DIGIT) << shift;
            if (digit >= 0) {
                return number;
            }
        }
        throw bad("is not a cursor of this ledger");
    }

    @Override
    public String toString() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 + 2 * Integer.BYTES + 3 * next.size());
        out.write(VERSION);
        out.writeBytes(
                ByteBuffer.allocate(2 * Integer.BYTES).putInt(query).putInt(log).array());
        for (long number : next) {
            long rest = number;
            while (rest > DIGIT) {
                out.write((int) (rest & DIGIT) | (DIGIT + 1));
                rest >>>= DIGIT_BITS;
            }
            out.write((int) rest);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }
}
