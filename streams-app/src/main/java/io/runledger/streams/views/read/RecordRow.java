package io.runledger.streams.views.read;

import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;

/**
 * A row of an index that leads to a record, or the record's own.
 *
 * @param query that it was found by
 * @param family that it is in
 */
record RecordRow(RecordQuery query, Family family, byte[] key, byte[] value) {
    static RecordRow of(RecordQuery query, ScanPlan plan, PostingsJoin walk) {
        return new RecordRow(query, plan.family(), walk.key(), walk.value());
    }

    long sequence() {
        return KeyReader.number(key, key.length - Long.BYTES);
    }

    /** Of a row in order of time, whose key has the time before the sequence; of any other the time says nothing. */
    Place place() {
        return new Place(sequence(), KeyReader.number(key, key.length - 2 * Long.BYTES));
    }

    String run() {
        return query.run().orElseGet(() -> KeyReader.text(value, 0));
    }

    /** The key of the record in its own family. */
    byte[] recordKey() {
        return family == Family.RECORDS ? key : Layout.record(query.kind(), run(), sequence());
    }
}
