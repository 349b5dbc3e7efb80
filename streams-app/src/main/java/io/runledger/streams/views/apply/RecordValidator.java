package io.runledger.streams.views.apply;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.EntryWrites;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Layout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first half of applying: what follows from a record alone, and whether its key is certainly new, which only
 * another record of the same key can change. For one thread at a time; several can validate against the same database
 * while it is written.
 */
final class RecordValidator {
    private final Database database;
    private final RecordChecks checks;

    RecordValidator(Database database, SchemaRegistry registry, int partitions, Criteria criteria) {
        this.database = database;
        this.checks = new RecordChecks(new RecordReader(registry), partitions, criteria);
    }

    /** @param repeats whether a record of the same key is applied together with it, and before it */
    ValidatedRecord validate(LogRecord record, boolean repeats) {
        Optional<RecordKey> key = RecordKey.parse(record.key());
        byte[] value = record.value();
        if (key.isEmpty() || value == null) {
            return new ValidatedRecord(record, key, repeats, null, null);
        }
        RecordChecks.Finding finding = checks.check(record, key.get(), value);
        EntryWrites addition = finding instanceof RecordChecks.Accepted accepted && !repeats && !accepted.isOld()
                ? addition(record, accepted.entry())
                : null;
        return new ValidatedRecord(record, key, repeats, finding, addition);
    }

    /** Where decisions put an artifact is known only when it is applied. */
    private @Nullable EntryWrites addition(LogRecord record, ViewEntry entry) {
        return entry.isArtifact()
                        || ValidatedRecord.isAlone(record, entry)
                        || database.mayHave(Family.IDS, Layout.id(entry.key()))
                ? null
                : EntryWrites.of(entry, database);
    }
}
