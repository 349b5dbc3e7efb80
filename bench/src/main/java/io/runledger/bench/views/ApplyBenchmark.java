package io.runledger.bench.views;

import io.runledger.bench.EncodedEvents;
import io.runledger.core.redaction.Redaction;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the views do with an event, without the log: from its bytes to RocksDB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApplyBenchmark {
    private static final int RECORDS = 10_000;
    private static final int MIB = 1 << 20;

    private final Memory memory = new Memory(96 * MIB, 4 * MIB);
    private final EncodedEvents events = new EncodedEvents();
    private final List<LogRecord> records = new ArrayList<>(RECORDS);
    private Path directory = Path.of("");
    private PartitionViews views = open();

    private PartitionViews open() {
        try {
            directory = Files.createTempDirectory("runledger-bench-");
        } catch (IOException e) {
            throw new IllegalStateException("there is no place for the views", e);
        }
        return new PartitionViews(
                directory,
                memory,
                events.schemas(),
                1,
                new Criteria(new Seal("a guard key"), Redaction.builtIn(), SealMark.ofNew(Uuid.ONE_UUID, 1)));
    }

    @Setup(Level.Trial)
    public void make() {
        for (Map.Entry<byte[], byte[]> each : events.next(RECORDS)) {
            records.add(new LogRecord(0, records.size(), 0, each.getKey(), each.getValue(), new RecordHeaders()));
        }
    }

    @Setup(Level.Invocation)
    public void empty() {
        discard();
        views = open();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long apply() {
        records.forEach(views::apply);
        return views.tally().applied();
    }

    @TearDown(Level.Trial)
    public void discard() {
        views.close();
        Database.delete(directory);
    }
}
