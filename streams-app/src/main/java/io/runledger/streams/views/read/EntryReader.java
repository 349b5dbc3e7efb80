package io.runledger.streams.views.read;

import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.streams.views.model.States;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Place;
import org.apache.avro.specific.SpecificRecord;
import org.rocksdb.ReadOptions;

/**
 * Reads the entries that the rows of an index point to, all from one snapshot. Usable as long as its reader is open.
 */
final class EntryReader {
    static final String DANGLING = "an index of the views points to no record";

    private final int partition;
    private final Database database;
    private final ReadOptions options;
    private final RecordReader records;

    EntryReader(int partition, Database database, ReadOptions options, RecordReader records) {
        this.partition = partition;
        this.database = database;
        this.options = options;
        this.records = records;
    }

    /** What decisions have made of artifacts and tasks. */
    States states() {
        return new States(database, options);
    }

    PostingsJoin walk(ScanPlan plan) {
        return new PostingsJoin(plan, database, options);
    }

    /** The entry that a row leads to. */
    ViewEntry entry(RecordRow row) {
        return row.family() == Family.RECORDS ? entry(row.key(), row.value()) : entry(row.recordKey());
    }

    /** The entry under a key of the records' family. */
    ViewEntry entry(byte[] key) {
        byte[] value = database.get(Family.RECORDS, options, key);
        if (value == null) {
            throw new IllegalStateException(DANGLING);
        }
        return entry(key, value);
    }

    private ViewEntry entry(byte[] key, byte[] value) {
        byte[] wire = StoredRecord.wire(value);
        Place place = new Place(KeyReader.number(key, key.length - Long.BYTES), KeyReader.number(value, 0));
        return ViewEntry.of(record(wire), place, StoredRecord.origin(value), wire)
                .under(states());
    }

    private SpecificRecord record(byte[] wire) {
        try {
            return records.read(wire);
        } catch (UnreadableRecordException e) {
            if (e.reason() == UnreadableRecordException.Reason.UNKNOWN_SCHEMA) {
                throw new RegistryUnavailableException("a record that is kept " + e.detail()
                        + ", nor does the topic of schemas: restore one of them from a backup");
            }
            throw new IllegalStateException("a record that was applied cannot be read again", e);
        }
    }

    StoredRecord stored(ViewEntry entry) {
        return new StoredRecord(
                partition, entry.place(), entry.origin(), entry.record(), entry.state(), records.writer(entry.wire()));
    }
}
