package io.runledger.streams.views.apply;

import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.ApplyOutcome;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.store.Database;
import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.WriteBatch;

/** What the views write for records of one partition, in the batches that a replay makes of them; for measurements. */
public final class ReplayBatches {
    private ReplayBatches() {}

    /**
     * Writes the records into a database that has none yet.
     *
     * @param records of one partition, in order
     * @param written is given each batch before it is written, and may not keep it
     * @throws IllegalStateException if a record is not applied
     */
    public static void write(
            Database database,
            SchemaRegistry registry,
            int partitions,
            Criteria criteria,
            List<LogRecord> records,
            Consumer<WriteBatch> written) {
        ApplyBatch batch = new ApplyBatch(database);
        RecordValidator validator = new RecordValidator(registry, partitions, criteria);
        LogRules rules = new LogRules(database, registry, partitions, criteria);
        Tally tally = Tally.NONE;
        for (LogRecord record : records) {
            ValidatedRecord validated = validator.validate(record, false);
            if (!batch.takes(validated)) {
                write(batch, tally, written);
            }
            batch.begin(validated);
            if (rules.apply(validated, batch) != ApplyOutcome.APPLIED) {
                throw new IllegalStateException("a record was not applied, so nothing can be compared");
            }
            tally = tally.upTo(record.offset()).and(ApplyOutcome.APPLIED);
        }
        write(batch, tally, written);
    }

    private static void write(ApplyBatch batch, Tally tally, Consumer<WriteBatch> written) {
        batch.finish(tally);
        try (WriteBatch rows = batch.toWriteBatch()) {
            written.accept(rows);
        }
        batch.write();
    }
}
