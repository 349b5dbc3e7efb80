package io.runledger.streams.views;

import java.util.List;

/**
 * What came behind a sequence.
 *
 * @param bytes of the records as they stand on the log
 * @param upTo the sequence up to which everything was looked at; what comes next is behind it
 * @param more whether there was more to look at
 */
public record Following(List<StoredRecord> records, int bytes, long upTo, boolean more) {
    public Following {
        records = List.copyOf(records);
    }

    /** There was nothing to look at. */
    public static Following nothing(long upTo) {
        return new Following(List.of(), 0, upTo, false);
    }
}
