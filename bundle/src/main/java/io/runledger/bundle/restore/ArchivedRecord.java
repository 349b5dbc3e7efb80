package io.runledger.bundle.restore;

import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as it was written, and where it is in the ledger that it was taken from, or that one had it from.
 *
 * @param record an event or an artifact
 */
public record ArchivedRecord(SpecificRecord record, Origin origin) {
    public RecordKey key() {
        return RecordKey.of(record);
    }
}
