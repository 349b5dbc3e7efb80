package io.runledger.streams.views;

/**
 * Where a record stands in its partition.
 *
 * @param sequence its offset, or that of the record a healing copy stands for
 * @param createdAt the broker's time of the append, in milliseconds since 1970
 */
public record Place(long sequence, long createdAt) {
    byte[] bytes() {
        return new Layout.Key().put(sequence).put(createdAt).bytes();
    }
}
