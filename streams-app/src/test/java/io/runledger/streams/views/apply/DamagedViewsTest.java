package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a bad disk or a mistake does to a partition's files, there is no wrong answer, and they are rebuilt from the
 * log.
 */
final class DamagedViewsTest {
    private static final int RECORDS = 400;

    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
    private final Memory memory = new Memory(8 << 20, 4 << 20);
    private final List<LogRecord> log = new ArrayList<>();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void keepViewsOnDisk() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            String text = Long.toString(random.nextLong(), 36).repeat(3) + Long.toString(random.nextLong(), 36);
            log.add(records.at(i, Records.event("r" + i % 3, "e" + i, "x", "t", "{\"n\":\"" + text + "\"}")));
        }
        try (PartitionViews views = open()) {
            log.forEach(views::apply);
        }
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private PartitionViews open() {
        return new PartitionViews(directory, memory, records.registry, 1, Records.CRITERIA);
    }

    private List<String> ids(PartitionViews views) {
        try (PartitionReader reader = views.read(0, readers)) {
            return reader.page(RecordQuery.all(RecordKey.Kind.EVENT), RECORDS + 1).stream()
                    .map(stored -> RecordKey.of(stored.record()).id())
                    .toList();
        }
    }

    private List<String> all() {
        return log.stream()
                .map(record -> RecordKey.parse(record.key()).orElseThrow().id())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "sst, truncated", "sst, garbled", "sst, gone",
        "MANIFEST, truncated", "MANIFEST, garbled", "MANIFEST, gone",
        "CURRENT, truncated", "CURRENT, garbled", "CURRENT, gone",
        "OPTIONS, truncated", "OPTIONS, garbled", "OPTIONS, gone",
        "log, garbled", "IDENTITY, garbled"
    })
    void opensWithEverythingOrWithNothing(String kind, String how) throws Exception {
        for (Path file : files(kind)) {
            switch (how) {
                case "truncated" -> truncate(file);
                case "gone" -> Files.delete(file);
                default -> garble(file);
            }
        }

        for (int attempt = 0; attempt < 2; attempt++) {
            try (PartitionViews views = open()) {
                log.forEach(views::apply);
                assertThat(ids(views)).isEqualTo(all());
                return;
            } catch (ViewsClosedException e) {
                // Damage that shows only in use: opened again, it has to be gone.
                assertThat(attempt).isZero();
            }
        }
    }

    @Test
    void answersNothingFromBlocksThatAreDamagedWhileItIsOpen() throws Exception {
        PartitionViews views = open();
        for (Path file : files("sst")) {
            garble(file);
        }

        assertThatThrownBy(() -> ids(views)).isInstanceOf(ViewsClosedException.class);

        assertThat(views.isUnreadable()).isTrue();
        assertThatThrownBy(() -> views.read(0, readers)).isInstanceOf(ViewsClosedException.class);
        assertThatThrownBy(views::openTally).isInstanceOf(ViewsClosedException.class);
        views.close();
        try (PartitionViews again = open()) {
            assertThat(again.tally()).isEqualTo(Tally.NONE);
            log.forEach(again::apply);
            assertThat(ids(again)).isEqualTo(all());
        }
    }

    @Test
    void appliesNothingOnTopOfDamage() throws Exception {
        try (PartitionViews views = open()) {
            for (Path file : files("sst")) {
                garble(file);
            }

            assertThatThrownBy(() -> {
                        for (int i = 0; i < RECORDS; i++) {
                            views.apply(records.at(
                                    RECORDS + i, Records.event("r1", "e" + i, "x", "t", "{\"n\":\"other\"}")));
                        }
                    })
                    .isInstanceOf(ViewsClosedException.class);
        }
        try (PartitionViews again = open()) {
            assertThat(again.tally()).isEqualTo(Tally.NONE);
        }
    }

    @Test
    void makesViewsWhereAFileLies() throws Exception {
        Database.delete(directory);
        Files.writeString(directory, "no directory");

        try (PartitionViews views = open()) {
            log.forEach(views::apply);
            assertThat(ids(views)).isEqualTo(all());
        }
    }

    @Test
    void refusesAnotherLogAndOneThatIsTooShort() {
        try (PartitionViews views = open()) {
            views.requireOf(new Log(Uuid.ONE_UUID, RECORDS), 0);
            views.requireOf(new Log(Uuid.ONE_UUID, RECORDS + 5), 0);

            assertThatThrownBy(() -> views.requireOf(new Log(new Uuid(3, 4), RECORDS), 0))
                    .isInstanceOf(ViewsException.class)
                    .hasMessageContaining("another log")
                    .hasMessageContaining("delete the state directory");
            assertThatThrownBy(() -> views.requireOf(new Log(Uuid.ONE_UUID, RECORDS - 1), 0))
                    .isInstanceOf(ViewsException.class)
                    .hasMessageContaining("up to offset " + (RECORDS - 1))
                    .hasMessageContaining("the broker has lost records");
        }
    }

    @Test
    void saysWhatToDoWhereItMayNotWrite() throws Exception {
        Path closed = Path.of("/proc/runledger");
        assumeThat(Path.of("/proc")).isDirectory();

        assertThatThrownBy(() -> Database.open(closed, memory))
                .isInstanceOf(ViewsException.class)
                .hasMessageContaining("cannot open the views in /proc/runledger")
                .hasMessageContaining("that this user may write there");
    }

    private record Log(Uuid id, long end) implements LogFacts {
        @Override
        public boolean reaches(int partition, long offset) {
            return offset < end;
        }
    }

    private List<Path> files(String kind) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> found = all.filter(path -> {
                        String name = String.valueOf(path.getFileName());
                        return name.startsWith(kind) || name.endsWith("." + kind);
                    })
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static void truncate(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    /** Other bytes in the first half, where a table's rows are, in place: an open file has them, too. */
    private static void garble(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] other = new byte[(int) Math.max(16, channel.size() / 2)];
            new Random(1).nextBytes(other);
            channel.write(ByteBuffer.wrap(other), 0);
        }
    }
}
