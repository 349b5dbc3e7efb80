package io.runledger.query.answer;

import io.runledger.http.ProblemException;
import io.runledger.streams.views.store.Place;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Comparator;

/**
 * Where a page ended: the (created_at, partition, sequence) of its last row, which is the order of every list. Opaque to
 * clients; holds no state of the server, so it survives restarts and rebalances.
 *
 * @param query a digest of what was asked for: a cursor continues the same question only
 */
public record Cursor(int query, int partition, Place place) {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 4 + 4 + 8 + 8;

    /** The greatest sequence there can be. */
    private static final long LAST = Long.MAX_VALUE - 1;

    /** The order of a list, by the rows that the cursors are of. */
    public static Comparator<Cursor> order(boolean descending) {
        Comparator<Cursor> ascending = Comparator.<Cursor>comparingLong(cursor -> cursor.place.createdAt())
                .thenComparingInt(Cursor::partition)
                .thenComparingLong(cursor -> cursor.place.sequence());
        return descending ? ascending.reversed() : ascending;
    }

    /**
     * Reads a cursor that was given out for the same question.
     *
     * @throws ProblemException 400 if it is not one
     */
    public static Cursor parse(String text, int query) {
        Cursor cursor = parse(text);
        if (cursor.query != query) {
            throw bad("belongs to another question; use it with the parameters it was given out for");
        }
        return cursor;
    }

    /**
     * Reads a cursor, whatever the question was.
     *
     * @throws ProblemException 400 if it is not one
     */
    public static Cursor parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw bad("is not a cursor of this ledger");
        }
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw bad("is not a cursor of this version of the ledger");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        Cursor cursor = new Cursor(in.getInt(), in.getInt(), new Place(in.getLong(), in.getLong()));
        if (cursor.partition < 0 || cursor.place.sequence() < 0 || cursor.place.sequence() > LAST) {
            throw bad("is not a cursor of this ledger");
        }
        return cursor;
    }

    private static ProblemException bad(String why) {
        return ProblemException.malformed("the cursor " + why + "; begin again without it");
    }

    /** The place after which one partition continues, so that the merged list does. */
    Place in(int other, boolean descending) {
        if (other == partition) {
            return place;
        }
        // Rows of the same millisecond are ordered by partition, so those of this one all came before the cursor or all
        // come after it; and at the cursor's time, "after the last sequence" goes up past all of them, "below 0" down.
        boolean higher = other > partition;
        return new Place(higher ? (descending ? 0 : -1) : LAST, place.createdAt());
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putInt(query)
                .putInt(partition)
                .putLong(place.sequence())
                .putLong(place.createdAt())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
