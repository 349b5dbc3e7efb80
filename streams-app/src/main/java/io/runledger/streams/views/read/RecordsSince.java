package io.runledger.streams.views.read;

import io.runledger.streams.views.model.StoredRecord;
import java.util.List;

/**
 * What came after a sequence.
 *
 * @param bytes of the records as they are on the log
 * @param upTo the sequence up to which everything was looked at; what comes next is after it
 * @param more whether there was more to look at
 */
public record RecordsSince(List<StoredRecord> records, int bytes, long upTo, boolean more) {
    public RecordsSince {
        records = List.copyOf(records);
    }

    /** There was nothing to look at. */
    public static RecordsSince nothing(long upTo) {
        return new RecordsSince(List.of(), 0, upTo, false);
    }
}
