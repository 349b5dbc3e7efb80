package io.runledger.streams.views.apply;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import java.util.Optional;

/**
 * The first half of applying: what follows from a record alone, whatever is stored. For one thread at a time; several
 * validate side by side.
 */
final class RecordValidator {
    private final RecordChecks checks;

    RecordValidator(SchemaRegistry registry, int partitions, Criteria criteria) {
        this.checks = new RecordChecks(new RecordReader(registry), partitions, criteria);
    }

    /** @param repeats whether a record of the same key is applied together with it, and before it */
    ValidatedRecord validate(LogRecord record, boolean repeats) {
        Optional<RecordKey> key = RecordKey.parse(record.key());
        byte[] value = record.value();
        if (key.isEmpty() || value == null) {
            return new ValidatedRecord(record, key, repeats, null);
        }
        return new ValidatedRecord(record, key, repeats, checks.check(record, key.get(), value));
    }
}
