package io.runledger.streams.views.apply;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.ApplyOutcome;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.state.StateSnapshot;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Rows;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.rocksdb.ReadOptions;

/**
 * The log of a partition with the views over it, and a healer that answers as the design asks for: what compaction
 * would drop is appended again, once, when the views have caught up. Follows the project's executable model of the
 * log's rules.
 */
public final class TestLedger implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    final List<LogRecord> log = new ArrayList<>();
    private final Records records;
    private final Memory memory = new Memory(8 << 20, 4 << 20);
    private final Path directory;
    private final int partition;
    private final int partitions;
    private final PartitionViews views;
    private final ThreadLocal<RecordReader> readers;
    private int read;

    /** A ledger of one partition. */
    TestLedger(Records records) {
        this(records, 0, 1);
    }

    /** One partition of a ledger that has several. */
    TestLedger(Records records, int partition, int partitions) {
        this.records = records;
        this.partition = partition;
        this.partitions = partitions;
        this.readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
        try {
            this.directory = Files.createTempDirectory("views");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.views = open(directory.resolve("live"));
    }

    private PartitionViews open(Path path) {
        return new PartitionViews(path, memory, records.registry, partitions, Records.CRITERIA);
    }

    long end() {
        return log.size();
    }

    void append(LogRecord record) {
        log.add(record);
    }

    /** Applies what was not applied yet. */
    void process() {
        while (read < log.size()) {
            views.apply(log.get(read++));
        }
    }

    /** Caught up with the end: appends again what the outbox asks for. */
    void heal() {
        for (int round = 0; round < 10; round++) {
            process();
            try (PartitionReader reader = views.read(partition, readers)) {
                List<OutboxReader.Mending> mendings = reader.outbox().mendings(1000, TestLedger::fail);
                if (mendings.isEmpty()) {
                    return;
                }
                for (OutboxReader.Mending each : mendings) {
                    append(Records.lastWord(partition, end(), each.key(), reader.lastWord(each.key())));
                }
            }
        }
        throw new AssertionError("healing does not settle");
    }

    /** What is here and belongs elsewhere, as it is moved: it is no longer noted. */
    List<Outbox.Rejected> strays() {
        process();
        try (PartitionReader reader = views.read(partition, readers)) {
            List<Outbox.Rejected> rejected = reader.outbox().publishings(1000);
            views.published(end());
            return rejected.stream()
                    .filter(each -> each.reason().equals(RejectReason.WRONG_PARTITION.word()))
                    .toList();
        }
    }

    /** Whether something is still to be appended again. */
    boolean isUnhealed() {
        try (PartitionReader reader = views.read(partition, readers)) {
            return !reader.outbox().mendings(1, TestLedger::fail).isEmpty();
        }
    }

    private static void fail(OutboxReader.Odd odd) {
        throw new AssertionError("cannot be mended: " + odd);
    }

    /** Everybody who is said to have recorded an event. */
    Set<String> recorders() {
        try (PartitionReader reader = views.read(partition, readers)) {
            return reader.page(RecordQuery.all(RecordKey.Kind.EVENT), 1_000).stream()
                    .map(stored -> ((Event) stored.record()).getRecordedBy())
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        }
    }

    String live() {
        return digest(views);
    }

    Tally tally() {
        return views.tally();
    }

    /**
     * The digest of the state that some log gives, read from its beginning; {@code again} is delivered a second time.
     */
    String replay(List<LogRecord> some, int again) {
        try (PartitionViews fresh = open(unique())) {
            some.forEach(fresh::apply);
            some.subList(Math.max(0, some.size() - again), some.size()).forEach(fresh::apply);
            return digest(fresh);
        }
    }

    /**
     * All that is there after some log, family by family: the state, what was observed and what is still to be done.
     *
     * @param part so many records are applied together
     */
    Left left(List<LogRecord> some, int part) {
        Path path = unique();
        List<ApplyOutcome> outcomes = new ArrayList<>();
        try (PartitionViews fresh = open(path)) {
            for (int i = 0; i < some.size(); i += part) {
                outcomes.addAll(fresh.apply(some.subList(i, Math.min(i + part, some.size()))));
            }
        }
        List<String> rows = new ArrayList<>();
        try (Database database = Database.open(path, memory);
                ReadOptions options = new ReadOptions()) {
            for (Family family : Family.values()) {
                try (Rows each = database.iterator(family, options)) {
                    for (each.seekToFirst(); each.isValid(); each.next()) {
                        rows.add(family + " " + HEX.formatHex(each.key()) + " " + HEX.formatHex(each.value()));
                    }
                }
            }
        }
        return new Left(outcomes, rows);
    }

    record Left(List<ApplyOutcome> outcomes, List<String> rows) {}

    /** The digest of the state that the log gives, with the store closed and opened again in between. */
    String replayWithRestart(int at) {
        Path path = unique();
        try (PartitionViews first = open(path)) {
            log.subList(0, at).forEach(first::apply);
        }
        try (PartitionViews second = open(path)) {
            log.forEach(second::apply);
            return digest(second);
        }
    }

    /** What is read of the state that some log gives. */
    <T> T reading(List<LogRecord> some, Function<PartitionReader, T> question) {
        try (PartitionViews fresh = open(unique())) {
            some.forEach(fresh::apply);
            try (PartitionReader reader = fresh.read(partition, readers)) {
                return question.apply(reader);
            }
        }
    }

    /** The digest of the state as it is now. */
    public static String digest(PartitionViews views) {
        try (StateSnapshot state = views.state()) {
            return state.digest(0).digest();
        }
    }

    private Path unique() {
        return directory.resolve("replay-" + System.nanoTime());
    }

    /** What compaction leaves: the last record of each key. */
    static List<LogRecord> compacted(List<LogRecord> log) {
        Map<String, LogRecord> newest = new HashMap<>();
        log.forEach(record -> newest.put(new String(record.key(), StandardCharsets.UTF_8), record));
        return log.stream().filter(newest::containsValue).toList();
    }

    @Override
    public void close() {
        views.close();
        memory.close();
        Database.delete(directory);
    }
}
