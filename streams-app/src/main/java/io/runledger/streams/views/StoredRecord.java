package io.runledger.streams.views;

import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as the views hold it.
 *
 * @param state what decisions have made of it; of artifacts only
 * @param writer the schema that it was written with
 */
public record StoredRecord(
        int partition, Place place, SpecificRecord record, Optional<GivenState> state, Schema writer) {
    private static final int TIME_BYTES = 8;

    /** Its value in the {@code records} family. */
    static byte[] value(Entry entry) {
        byte[] wire = entry.wire();
        byte[] value = new byte[TIME_BYTES + wire.length];
        System.arraycopy(Layout.number(entry.place().createdAt()), 0, value, 0, TIME_BYTES);
        System.arraycopy(wire, 0, value, TIME_BYTES, wire.length);
        return value;
    }

    static byte[] wire(byte[] value) {
        return Arrays.copyOfRange(value, TIME_BYTES, value.length);
    }
}
