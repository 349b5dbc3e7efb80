package io.runledger.streams.views.store;

import java.util.Comparator;

/**
 * The place of a record in its partition.
 *
 * @param sequence its offset, or that of the record a healing copy replaces
 * @param createdAt the broker's time of the append, in milliseconds since 1970
 */
public record Place(long sequence, long createdAt) {
    public static final Comparator<Place> BY_TIME =
            Comparator.comparingLong(Place::createdAt).thenComparingLong(Place::sequence);

    public static Place of(byte[] bytes) {
        return new Place(KeyReader.number(bytes, 0), KeyReader.number(bytes, Long.BYTES));
    }

    public byte[] bytes() {
        return new KeyBuilder().put(sequence).put(createdAt).bytes();
    }
}
