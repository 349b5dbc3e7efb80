package io.runledger.bench.views;

import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.apply.ReplayBatches;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.replay.FreshReplay;
import io.runledger.streams.views.replay.ReplaySource;
import io.runledger.streams.views.serve.ViewsConfig;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Memory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
        config = ViewsConfig.from(LedgerSettings.from(settings), settings);
        criteria = Criteria.of(config.ledger(), config.redaction());
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
        try (FreshReplay replay = new ReplaySource(config.ledger(), registry, memory, criteria, config::scratch)
                .of(partition, (records, tally) -> applied.accept(records))) {
            replay.before(end);
        }
    }

    /** What the views write for these records of one partition, in the batches that a replay makes of them. */
    public List<WrittenBatch> written(List<ConsumerRecord<byte[], byte[]>> records) {
        Path directory = config.scratch(partitions());
        List<WrittenBatch> written = new ArrayList<>();
        try (Database database = Database.open(directory, memory)) {
            ReplayBatches.write(
                    database,
                    registry,
                    partitions(),
                    criteria,
                    records.stream().map(LogRecord::of).toList(),
                    batch -> written.add(WrittenBatch.of(batch)));
        }
        Database.delete(directory);
        return written;
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
