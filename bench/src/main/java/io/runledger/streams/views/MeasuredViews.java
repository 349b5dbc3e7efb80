package io.runledger.streams.views;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.settings.Settings;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.SchemaRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.rocksdb.WriteBatch;

/**
 * The views' own path from the log to the disk, with the settings that a ledger has, and the bare RocksDB under it. For one
 * thread.
 */
public final class MeasuredViews implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What measured ledgers are sealed with. */
    public static final String GUARD_KEY = "the guard key of the bench";

    private final ViewsConfig config;
    private final Criteria criteria;
    private final SchemaRegistry registry;
    private final Memory memory;

    /** @param directory is written in, and may be deleted afterwards */
    public MeasuredViews(String kafka, URI registry, Path directory) {
        Settings settings = new Settings(Map.of(
                "RUNLEDGER_GUARD_KEY",
                GUARD_KEY,
                "RUNLEDGER_KAFKA_BOOTSTRAP",
                kafka,
                "RUNLEDGER_REGISTRY_URL",
                registry.toString(),
                "RUNLEDGER_STATE_DIR",
                directory.toString()));
        config = ViewsConfig.from(LedgerConfig.from(settings), settings);
        criteria = Criteria.of(config.ledger());
        this.registry = new RegistryClient(registry, PATIENCE);
        memory = new Memory(config.cacheBytes(), config.writeBufferBytes() / partitions());
    }

    private int partitions() {
        return config.ledger().topic().partitions();
    }

    /**
     * Makes the views of a partition as a replay does.
     *
     * @param end the end of the partition's log
     * @param applied is told after each part how many records it had
     */
    public void replay(int partition, long end, LongConsumer applied) {
        try (FreshReplay replay = new FreshReplay(
                config,
                registry,
                memory,
                criteria,
                partition,
                config.scratch(partition),
                (records, tally) -> applied.accept(records))) {
            replay.before(end);
        }
    }

    /** What the views write for these records of one partition, in the batches that a replay makes of them. */
    public List<WrittenBatch> written(List<ConsumerRecord<byte[], byte[]>> records) {
        Path directory = config.scratch(partitions());
        List<WrittenBatch> written = new ArrayList<>();
        try (Database database = Database.open(directory, memory)) {
            Changes changes = new Changes(database, new LastRows(database));
            Judge judge = new Judge(database, registry, partitions(), criteria);
            LogRules rules = new LogRules(database, registry, partitions(), criteria);
            Tally tally = Tally.NONE;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Judged judged = judge.judge(LogRecord.of(record), false);
                if (!changes.takes(judged)) {
                    written.add(write(changes, tally));
                }
                changes.begin(judged);
                if (rules.apply(judged, changes) != Outcome.APPLIED) {
                    throw new IllegalStateException("a record was not applied, so nothing is to be compared");
                }
                tally = tally.upTo(record.offset()).and(Outcome.APPLIED);
            }
            written.add(write(changes, tally));
        }
        Database.delete(directory);
        return written;
    }

    private static WrittenBatch write(Changes changes, Tally tally) {
        changes.finish(tally);
        try (WriteBatch batch = changes.toWriteBatch()) {
            WrittenBatch written = WrittenBatch.of(batch);
            changes.write();
            return written;
        }
    }

    /** Writes the same into a database of the same settings, and does nothing else. Returns nanoseconds. */
    public long write(List<WrittenBatch> batches) {
        Path directory = config.scratch(partitions());
        try (Database database = Database.open(directory, memory)) {
            long began = System.nanoTime();
            batches.forEach(batch -> batch.write(database));
            return System.nanoTime() - began;
        } finally {
            Database.delete(directory);
        }
    }

    @Override
    public void close() {
        memory.close();
        Database.delete(config.stateDirectory());
    }
}
