package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first half of applying: what follows from a record alone, and whether its key is surely new, which only another record of
 * the same key can change. For one thread at a time; several may look at records of the same database while it is written.
 */
final class Judge {
    private final Database database;
    private final Admission admission;

    Judge(Database database, SchemaRegistry registry, int partitions, Criteria criteria) {
        this.database = database;
        this.admission = new Admission(new RecordReader(registry), partitions, criteria);
    }

    /** @param repeats whether a record of the same key is applied together with it, and before it */
    Judged judge(LogRecord record, boolean repeats) {
        Optional<RecordKey> key = RecordKey.parse(record.key());
        byte[] value = record.value();
        if (key.isEmpty() || value == null) {
            return new Judged(record, key, repeats, null, null);
        }
        Admission.Finding finding = admission.judge(record, key.get(), value);
        Addition addition = finding instanceof Admission.Accepted accepted && !repeats && !accepted.isOld()
                ? addition(record, accepted.entry())
                : null;
        return new Judged(record, key, repeats, finding, addition);
    }

    /** An artifact stands where decisions want it, which is known only when it is applied. */
    private @Nullable Addition addition(LogRecord record, Entry entry) {
        return entry.isArtifact()
                        || Judged.isAlone(record, entry)
                        || database.mayHave(Family.IDS, Layout.id(entry.key()))
                ? null
                : Addition.of(entry, database);
    }
}
