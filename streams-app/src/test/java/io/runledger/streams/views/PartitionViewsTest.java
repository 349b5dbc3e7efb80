package io.runledger.streams.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartitionViewsTest {
    private final Path directory;
    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
    private final Memory memory = new Memory(8 << 20, 4 << 20);
    private PartitionViews views;

    PartitionViewsTest(@TempDir Path directory) {
        this.directory = directory;
        this.views = open();
    }

    private PartitionViews open() {
        return new PartitionViews(directory, memory, new RecordReader(records.registry), 1);
    }

    @AfterEach
    void close() {
        views.close();
        memory.close();
    }

    private List<String> ids(RecordQuery query) {
        try (PartitionReader reader = views.read(0, readers)) {
            return reader.page(query, 100).stream()
                    .map(stored -> RecordKey.of(stored.record()).id())
                    .toList();
        }
    }

    private static RecordQuery events() {
        return RecordQuery.all(RecordKey.Kind.EVENT);
    }

    @Test
    void listsARunInTheOrderOfTheLog() {
        views.apply(records.at(0, Records.event("r1", "b", "x", null, "{}")));
        views.apply(records.at(1, Records.event("r2", "c", "x", null, "{}")));
        views.apply(records.at(2, Records.event("r1", "a", "y", "t", "{}")));

        assertThat(ids(events().run(Optional.of("r1")))).containsExactly("b", "a");
        assertThat(ids(events().run(Optional.of("r1")).descending(true))).containsExactly("a", "b");
        assertThat(ids(events().run(Optional.of("r1")).task(Optional.of("t")))).containsExactly("a");
        assertThat(ids(events().run(Optional.of("r1")).type(Optional.of("x")))).containsExactly("b");
        assertThat(ids(events().run(Optional.of("r1")).type(Optional.of("x")).task(Optional.of("t"))))
                .isEmpty();
        assertThat(ids(events())).containsExactly("b", "c", "a");
        assertThat(ids(events().type(Optional.of("x")))).containsExactly("b", "c");
        assertThat(ids(events().task(Optional.of("t")))).containsExactly("a");
        assertThat(ids(events().since(Optional.of(Instant.ofEpochMilli(1))))).containsExactly("c", "a");
        assertThat(ids(events().run(Optional.of("r1")).since(Optional.of(Instant.ofEpochMilli(1)))))
                .containsExactly("a");
    }

    @Test
    void goesOnBehindAPlace() {
        for (int i = 0; i < 5; i++) {
            views.apply(records.at(i, Records.event("r1", "e" + i, "x", null, "{}")));
        }

        Place third = new Place(2, 2);

        assertThat(ids(events().run(Optional.of("r1")).after(Optional.of(third))))
                .containsExactly("e3", "e4");
        assertThat(ids(events().run(Optional.of("r1")).descending(true).after(Optional.of(third))))
                .containsExactly("e1", "e0");
        assertThat(ids(events().after(Optional.of(third)))).containsExactly("e3", "e4");
        assertThat(ids(events().descending(true).after(Optional.of(third)))).containsExactly("e1", "e0");
    }

    @Test
    void aRetryMovesTheRecordAndCountsItOnce() {
        Event first = Records.event("r1", "a", "x", "t", "{}");
        views.apply(records.at(0, first));
        views.apply(records.at(1, Records.event("r1", "b", "x", "t", "{}")));

        Outcome outcome = views.apply(records.at(2, first));

        assertThat(outcome).isEqualTo(Outcome.DUPLICATE);
        assertThat(ids(events().run(Optional.of("r1")))).containsExactly("b", "a");
        try (PartitionReader reader = views.read(0, readers)) {
            RunSummary run = reader.run("r1").orElseThrow();
            assertThat(run.events()).isEqualTo(2);
            assertThat(run.first()).isEqualTo(new Place(1, 1));
            assertThat(run.tasks()).containsExactly(new TaskCounts("r1", "t", 2, 0));
            assertThat(run.eventsByType()).containsExactlyEntriesOf(Map.of("x", 2L));
        }
    }

    @Test
    void anotherContentUnderAKnownIdIsRejectedAndTheFirstStays() {
        views.apply(records.at(0, Records.event("r1", "a", "x", null, "{}")));

        Outcome outcome = views.apply(records.at(1, Records.event("r1", "a", "y", null, "{}")));

        assertThat(outcome).isEqualTo(Outcome.REJECTED);
        assertThat(ids(events().type(Optional.of("x")))).containsExactly("a");
        assertThat(ids(events().type(Optional.of("y")))).isEmpty();
        assertThat(views.tally()).isEqualTo(new Tally(1, 1, 0, 1, 0, 0));
    }

    @Test
    void theSameIdInAnotherRunIsAnotherRecord() {
        views.apply(records.at(0, Records.event("r1", "a", "x", null, "{}")));
        views.apply(records.at(1, Records.event("r2", "a", "y", null, "{}")));

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.runsWith(RecordKey.Kind.EVENT, "a")).containsExactly("r1", "r2");
            assertThat(reader.record(new RecordKey(RecordKey.Kind.EVENT, "r2", "a")))
                    .map(stored -> ((Event) stored.record()).getEventType())
                    .contains("y");
        }
    }

    @Test
    void aHealingCopyStandsWhereTheRecordStood() {
        LogRecord first = records.at(0, Records.event("r1", "a", "x", null, "{}"));
        views.apply(first);
        views.apply(records.at(1, Records.event("r1", "b", "x", null, "{}")));
        views.apply(Records.at(2, first.key(), new byte[] {1, 2, 3}));
        byte[] before = views.digest();

        views.apply(Records.healing(3, first, new Place(0, 0)));

        assertThat(ids(events().run(Optional.of("r1")))).containsExactly("a", "b");
        assertThat(views.digest()).isEqualTo(before);
    }

    @Test
    void anErasureHidesTheRecordForGood() {
        Event event = Records.event("r1", "a", "x", "t", "{}");
        views.apply(records.at(0, event));

        views.apply(records.at(1, Records.erasure(RecordKey.of(event))));
        views.apply(Records.at(2, Records.key(event), null));
        views.apply(records.at(3, event));

        assertThat(ids(events().type(Optional.of("x")))).isEmpty();
        assertThat(ids(events().task(Optional.of("t")))).isEmpty();
        assertThat(views.tally()).isEqualTo(new Tally(3, 2, 0, 1, 1, 0));
        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.isErased(RecordKey.of(event))).isTrue();
            assertThat(reader.record(RecordKey.of(event))).isEmpty();
            assertThat(reader.mendings(10)).containsExactly(RecordKey.of(event));
            assertThat(reader.rejects(0, 10)).extracting(RejectedRecord::reason).containsExactly("erased");
        }
    }

    @Test
    void anErasureThatNamesNothingIsRejected() {
        views.apply(records.at(0, Records.event("r1", "a", "record.erased", null, "{}")));

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.rejects(0, 10)).singleElement().satisfies(rejected -> {
                assertThat(rejected.reason()).isEqualTo("contract");
                assertThat(rejected.key()).isEqualTo("event/r1/a");
            });
        }
    }

    @Test
    void countsEveryOffsetOnce() {
        views.apply(records.at(0, Records.event("r1", "a", "x", null, "{}")));
        views.apply(Records.at(1, "event/r1/z".getBytes(StandardCharsets.UTF_8), null));
        views.apply(records.at(5, Records.event("r1", "b", "x", null, "{}")));
        views.apply(records.at(6, Records.event("r1", "b", "x", null, "{}")));

        Tally tally = views.tally();

        assertThat(tally).isEqualTo(new Tally(6, 2, 1, 1, 0, 3));
        assertThat(tally.applied() + tally.duplicates() + tally.rejected() + tally.erased() + tally.compacted())
                .isEqualTo(tally.offset() + 1);
    }

    @Test
    void whatIsDeliveredAgainChangesNothing() {
        LogRecord record = records.at(0, Records.event("r1", "a", "x", null, "{}"));
        views.apply(record);
        Tally tally = views.tally();

        assertThat(views.apply(record)).isEqualTo(Outcome.SEEN);
        assertThat(views.tally()).isEqualTo(tally);
    }

    @Test
    void comesBackAsItWas() {
        for (int i = 0; i < 100; i++) {
            views.apply(records.at(i, Records.event("r" + i % 3, "e" + i, "x", "t", "{\"i\":" + i + "}")));
        }
        views.apply(records.at(100, Records.artifact("r1", "a1", "t")));
        byte[] digest = views.digest();
        views.close();

        views = open();

        assertThat(views.tally().offset()).isEqualTo(100);
        assertThat(views.digest()).isEqualTo(digest);
    }

    @Test
    void aCorruptedDatabaseIsMadeAgainFromTheLog() throws Exception {
        views.apply(records.at(0, Records.event("r1", "a", "x", null, "{}")));
        views.close();
        try (Stream<Path> files = Files.list(directory)) {
            Path manifest = files.filter(f -> f.getFileName().toString().startsWith("MANIFEST"))
                    .findFirst()
                    .orElseThrow();
            Files.write(manifest, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        }

        views = open();

        assertThat(views.tally()).isEqualTo(Tally.NONE);
    }

    @Test
    void refusesToBeReadWhenClosed() {
        views.close();

        assertThatThrownBy(() -> views.read(0, readers)).isInstanceOf(ViewsClosedException.class);
    }
}
