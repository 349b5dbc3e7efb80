package io.runledger.streams.views.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.apply.Records;
import io.runledger.streams.views.apply.TestLedger;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.ReadOptions;

/** Equal digests for equal states, different ones for different states, and the entry that makes the difference. */
final class StateSnapshotTest {
    /** Listed here again, so that a family that comes, goes or changes its role fails a test. */
    private static final List<Family> STATE =
            List.of(Family.RECORDS, Family.IDS, Family.POSTINGS, Family.DIRECTORY, Family.STATES, Family.ERASED);

    /** A key of no kind, which can be read as one of each family. */
    private static final byte[] ADDED = {'~', 'r', 0, 'i', 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Records records = new Records();
    private Memory memory = new Memory(8 << 20, 4 << 20);
    private Path directory = Path.of("");

    @BeforeEach
    @BeforeTry
    void open() {
        memory = new Memory(8 << 20, 4 << 20);
        try {
            directory = Files.createTempDirectory("views");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    @AfterTry
    void close() {
        memory.close();
        Database.delete(directory);
    }

    /** What one wrong entry is. */
    enum Wrong {
        GONE,
        ADDED,
        OTHER_CONTENT
    }

    @Property(tries = 20)
    void oneWrongEntryIsSeenAndNamed(
            @ForAll @IntRange(max = 5) int where, @ForAll @IntRange(max = 1_000) int which, @ForAll Wrong wrong) {
        Family family = STATE.get(where);
        Path ours = directory.resolve("ours");
        Path theirs = directory.resolve("theirs");
        log(ours).close();
        try (PartitionViews right = log(theirs)) {
            byte[] key = tampered(ours, family, which, wrong);

            try (PartitionViews views = views(ours);
                    StateSnapshot live = views.state();
                    StateSnapshot ofLog = right.state()) {
                assertThat(live.digest(0).digest()).isNotEqualTo(ofLog.digest(0).digest());
                assertThat(live.offset()).isEqualTo(ofLog.offset());
                StateDifference difference = live.firstDifference(ofLog).orElseThrow();
                assertThat(difference.family()).isEqualTo(family.word());
                assertThat(difference.key()).isEqualTo(ReadableKey.of(family, key));
                assertThat(difference.kind())
                        .isEqualTo(
                                switch (wrong) {
                                    case GONE -> StateDifference.Kind.MISSING;
                                    case ADDED -> StateDifference.Kind.SURPLUS;
                                    case OTHER_CONTENT -> StateDifference.Kind.CONTENT;
                                });
            }
        }
    }

    @Test
    void theDigestCoversExactlyTheFamiliesThatAreState() {
        assertThat(Family.state()).containsExactlyElementsOf(STATE);
        Path plain = directory.resolve("plain");
        log(plain).close();
        for (Family family : Family.values()) {
            Path other = directory.resolve(family.word());
            log(other).close();
            try (Database database = Database.open(other, memory)) {
                database.put(family, ADDED, new byte[] {1});
                database.flush();
            }

            try (PartitionViews one = views(plain);
                    PartitionViews two = views(other);
                    StateSnapshot without = one.state();
                    StateSnapshot with = two.state()) {
                assertThat(with.digest(0).equals(without.digest(0)))
                        .as("%s", family)
                        .isEqualTo(!STATE.contains(family));
                assertThat(with.firstDifference(without).isPresent())
                        .as("%s", family)
                        .isEqualTo(STATE.contains(family));
            }
        }
    }

    @Test
    void observationsAreNoPartOfIt() {
        LogRecord event = records.at(5, Records.event("r", "a", "x", null, "{}"));
        try (PartitionViews plain = views(directory.resolve("plain"));
                PartitionViews noisy = views(directory.resolve("noisy"))) {
            plain.apply(event);
            noisy.apply(Records.at(3, "garbage".getBytes(StandardCharsets.UTF_8), null));
            noisy.apply(event);

            assertThat(noisy.tally()).isNotEqualTo(plain.tally());
            assertThat(TestLedger.digest(noisy)).isEqualTo(TestLedger.digest(plain));
        }
    }

    @Test
    void staysAtItsPositionWhileWritesContinue() {
        try (PartitionViews views = log(directory.resolve("ours"));
                StateSnapshot snapshot = views.state()) {
            StateDigest before = snapshot.digest(0);

            views.apply(records.at(100, Records.event("r", "later", "x", null, "{}")));

            assertThat(snapshot.digest(0)).isEqualTo(before);
            assertThat(before.offset()).isLessThan(100);
            try (StateSnapshot now = views.state()) {
                assertThat(now.digest(0).offset()).isEqualTo(100);
                assertThat(now.digest(0).digest()).isNotEqualTo(before.digest());
                assertThat(now.digest(0).entries()).isGreaterThan(before.entries());
            }
        }
    }

    @Test
    void anEmptyStateHasDigestAndNoPosition() {
        try (PartitionViews views = views(directory.resolve("empty"));
                StateSnapshot snapshot = views.state()) {
            assertThat(snapshot.digest(3).offset()).isEqualTo(-1);
            assertThat(snapshot.digest(3).entries()).isZero();
            assertThat(snapshot.digest(3).digest()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void recordsAreNamedAsPeopleDo() {
        assertThat(ReadableKey.of(Family.RECORDS, Layout.record(RecordKey.Kind.EVENT, "run-1", 7)))
                .isEqualTo("event of run run-1 at sequence 7");
        assertThat(ReadableKey.of(
                        Family.IDS, Layout.id(RecordKey.of(Records.event("run-1", "event-2", "x", null, "{}")))))
                .isEqualTo("event event-2 of run run-1");
        assertThat(ReadableKey.of(Family.DIRECTORY, Layout.firstOfRun("run-1"))).isEqualTo("rrun-1/");
    }

    /** A log that leaves entries in every family. */
    private PartitionViews log(Path path) {
        PartitionViews views = views(path);
        views.apply(records.at(0, Records.event("r", "a", "x", "task", "{}")));
        views.apply(records.at(1, Records.event("r", "b", "y", null, "{}")));
        views.apply(records.at(2, Records.artifact("r", "artifact", "task")));
        views.apply(records.at(
                3,
                Records.grant(
                        Records.request("r", "request", "artifact"), 2, ArtifactStatus.DRAFT, "task", Records.SEAL)));
        views.apply(records.at(4, Records.erasure(RecordKey.of(Records.event("r", "b", "y", null, "{}")))));
        return views;
    }

    private PartitionViews views(Path path) {
        return new PartitionViews(path, memory, records.registry, 1, Records.CRITERIA);
    }

    /** Makes one entry wrong, and returns its key. */
    private byte[] tampered(Path path, Family family, int which, Wrong wrong) {
        try (Database database = Database.open(path, memory)) {
            List<byte[]> keys = new ArrayList<>();
            try (ReadOptions options = new ReadOptions();
                    Rows rows = database.iterator(family, options)) {
                for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                    keys.add(rows.key());
                }
            }
            assertThat(keys).as("%s", family).isNotEmpty();
            byte[] key = keys.get(which % keys.size());
            switch (wrong) {
                case GONE -> database.deleteRange(family, key, after(key));
                case ADDED -> {
                    key = after(key);
                    database.put(family, key, new byte[] {1});
                }
                case OTHER_CONTENT -> database.put(family, key, new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9});
            }
            database.flush();
            return key;
        }
    }

    /** The least key after it. */
    private static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
