package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.ApplyOutcome;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.read.RecordsSince;
import io.runledger.streams.views.read.RejectQuery;
import io.runledger.streams.views.read.RunSummary;
import io.runledger.streams.views.state.StateSnapshot;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
        return new PartitionViews(directory, memory, records.registry, 1, Records.CRITERIA);
    }

    @AfterEach
    void close() {
        views.close();
        memory.close();
    }

    private static final RejectQuery REJECTS =
            new RejectQuery(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

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
    void throwsAwayWhatAnotherVersionLaidOut() {
        views.apply(records.at(0, Records.event("r1", "a", "x", null, "{}")));
        views.close();
        Database database = Database.open(directory, memory);
        database.put(Family.DEFAULT, "layout".getBytes(StandardCharsets.UTF_8), KeyBuilder.number(Layout.VERSION - 1));
        database.flush();
        database.close();

        views = open();

        assertThat(views.tally()).isEqualTo(Tally.NONE);
        assertThat(ids(events())).isEmpty();
    }

    @Test
    void rejectsWhatIsLargerThanALedgerTakes() {
        byte[] key = Records.key(Records.event("r1", "a", "x", null, "{}"));
        views.apply(Records.at(0, key, new byte[LogTopic.MAX_RECORD_BYTES + 1]));

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.rejects().page(REJECTS, 10))
                    .extracting(RejectedRecord::reason)
                    .containsExactly("oversized");
            assertThat(reader.outbox().publishings(10))
                    .singleElement()
                    .satisfies(rejected -> assertThat(rejected.value()).hasSizeLessThan(LogTopic.MAX_RECORD_BYTES));
        }
    }

    @Test
    void listsARunInTheOrderOfTheLog() {
        views.apply(records.at(0, Records.event("r1", "b", "x", null, "{}")));
        views.apply(records.at(1, Records.event("r2", "c", "x", null, "{}")));
        views.apply(records.at(2, Records.event("r1", "a", "y", "t", "{}")));

        assertThat(ids(events().run(Optional.of("r1")))).containsExactly("b", "a");
        assertThat(ids(events().run(Optional.of("r1")).descending(true))).containsExactly("a", "b");
        assertThat(ids(events().run(Optional.of("r1")).where(Dimension.TASK, Optional.of("t"))))
                .containsExactly("a");
        assertThat(ids(events().run(Optional.of("r1")).where(Dimension.TYPE, Optional.of("x"))))
                .containsExactly("b");
        assertThat(ids(events().run(Optional.of("r1"))
                        .where(Dimension.TYPE, Optional.of("x"))
                        .where(Dimension.TASK, Optional.of("t"))))
                .isEmpty();
        assertThat(ids(events())).containsExactly("b", "c", "a");
        assertThat(ids(events().where(Dimension.TYPE, Optional.of("x")))).containsExactly("b", "c");
        assertThat(ids(events().where(Dimension.TASK, Optional.of("t")))).containsExactly("a");
        assertThat(ids(events().between(Optional.of(Instant.ofEpochMilli(1)), Optional.empty())))
                .containsExactly("c", "a");
        assertThat(ids(events().run(Optional.of("r1")).between(Optional.of(Instant.ofEpochMilli(1)), Optional.empty())))
                .containsExactly("a");
    }

    @Test
    void continuesAfterAPlace() {
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
    void followsInTheOrderOfTheLogThoughTheClockStepsBack() {
        views.apply(appendedAt(100, records.at(0, Records.event("r1", "a", "x", null, "{}"))));
        views.apply(appendedAt(200, records.at(1, Records.event("r2", "b", "y", "t", "{}"))));
        views.apply(appendedAt(150, records.at(2, Records.event("r1", "c", "x", "t", "{}"))));
        views.apply(records.at(3, Records.artifact("r1", "a1", "t")));
        RecordQuery since = events().between(Optional.of(Instant.ofEpochMilli(150)), Optional.empty());

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(followed(reader.following(events(), -1, 10, 1 << 20))).containsExactly("a", "b", "c");
            assertThat(followed(reader.following(events(), 0, 10, 1 << 20))).containsExactly("b", "c");
            assertThat(followed(reader.following(events().run(Optional.of("r1")), 0, 10, 1 << 20)))
                    .containsExactly("c");
            assertThat(followed(reader.following(events().where(Dimension.TASK, Optional.of("t")), -1, 10, 1 << 20)))
                    .containsExactly("b", "c");
            assertThat(followed(reader.following(since, reader.beforeSince(since), 10, 1 << 20)))
                    .containsExactly("b", "c");
            assertThat(reader.beforeSince(since)).isEqualTo(0);
            assertThat(reader.following(events(), 2, 10, 1 << 20)).isEqualTo(new RecordsSince(List.of(), 0, 3, false));
        }
    }

    @Test
    void followsInBoundedSteps() {
        for (int i = 0; i < 2500; i++) {
            views.apply(records.at(i, Records.event("r" + i % 7, "e" + i, i == 2400 ? "rare" : "x", null, "{}")));
        }

        try (PartitionReader reader = views.read(0, readers)) {
            RecordsSince first = reader.following(events(), -1, 10, 1 << 20);
            RecordsSince single = reader.following(events(), first.upTo(), 10, 1);
            RecordsSince rare = reader.following(events().where(Dimension.TYPE, Optional.of("rare")), -1, 10, 1 << 20);
            RecordsSince found =
                    reader.following(events().where(Dimension.TYPE, Optional.of("rare")), 1999, 10, 1 << 20);

            assertThat(followed(first)).hasSize(10).endsWith("e9");
            assertThat(first.more()).isTrue();
            assertThat(followed(single)).containsExactly("e10");
            assertThat(single.upTo()).isEqualTo(10);
            assertThat(rare).isEqualTo(new RecordsSince(List.of(), 0, 999, true));
            assertThat(followed(found)).containsExactly("e2400");
            assertThat(found.upTo()).isEqualTo(2499);
            assertThat(found.more()).isFalse();
        }
    }

    private static List<String> followed(RecordsSince following) {
        return following.records().stream()
                .map(stored -> RecordKey.of(stored.record()).id())
                .toList();
    }

    private static LogRecord appendedAt(long millis, LogRecord record) {
        return new LogRecord(
                record.partition(), record.offset(), millis, record.key(), record.value(), record.headers());
    }

    @Test
    void namesRunsAndTasksInOrderFromOneOn() {
        int offset = 0;
        for (String run : List.of("r2", "r10", "r1")) {
            for (String task : List.of("b", "a b", "a")) {
                views.apply(records.at(offset, Records.event(run, "e" + offset, "x", task, "{}")));
                offset++;
            }
        }

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.directory().runNames("", 2)).containsExactly("r1", "r10");
            assertThat(reader.directory().runNames("r10", 2)).containsExactly("r2");
            assertThat(reader.directory().hasRun("r1")).isTrue();
            assertThat(reader.directory().hasRun("r")).isFalse();
            assertThat(reader.directory().tasks("r1", "", 2))
                    .containsExactly(new TaskCounts("r1", "a", 1, 0), new TaskCounts("r1", "a b", 1, 0));
            assertThat(reader.directory().tasks("r1", "a b", 2)).containsExactly(new TaskCounts("r1", "b", 1, 0));
            assertThat(reader.applied()).isEqualTo(8);
        }
    }

    @Test
    void aRetryMovesTheRecordAndCountsItOnce() {
        Event first = Records.event("r1", "a", "x", "t", "{}");
        views.apply(records.at(0, first));
        views.apply(records.at(1, Records.event("r1", "b", "x", "t", "{}")));

        ApplyOutcome outcome = views.apply(records.at(2, first));

        assertThat(outcome).isEqualTo(ApplyOutcome.DUPLICATE);
        assertThat(ids(events().run(Optional.of("r1")))).containsExactly("b", "a");
        try (PartitionReader reader = views.read(0, readers)) {
            RunSummary run = reader.directory().run("r1").orElseThrow();
            assertThat(run.events()).isEqualTo(2);
            assertThat(run.first()).isEqualTo(new Place(1, 1));
            assertThat(run.tasks()).containsExactly(new TaskCounts("r1", "t", 2, 0));
            assertThat(run.eventsByType()).containsExactlyEntriesOf(Map.of("x", 2L));
        }
    }

    @Test
    void differentContentUnderAKnownIdIsRejectedAndTheFirstStays() {
        views.apply(records.at(0, Records.event("r1", "a", "x", null, "{}")));

        ApplyOutcome outcome = views.apply(records.at(1, Records.event("r1", "a", "y", null, "{}")));

        assertThat(outcome).isEqualTo(ApplyOutcome.REJECTED);
        assertThat(ids(events().where(Dimension.TYPE, Optional.of("x")))).containsExactly("a");
        assertThat(ids(events().where(Dimension.TYPE, Optional.of("y")))).isEmpty();
        assertThat(views.tally()).isEqualTo(new Tally(1, 1, 0, 1, 0, 0));
    }

    @Test
    void aRetryThatLeavesOutItsTimeIsTheSameRecordAndTheFirstTimeStays() {
        Event first = Records.event("r1", "a", "x", null, "{}");
        views.apply(records.at(0, first));

        ApplyOutcome outcome = views.apply(records.at(1, Records.withoutTime(first, 60)));

        assertThat(outcome).isEqualTo(ApplyOutcome.DUPLICATE);
        assertThat(views.tally()).isEqualTo(new Tally(1, 1, 1, 0, 0, 0));
        try (PartitionReader reader =
                views.read(0, ThreadLocal.withInitial(() -> new RecordReader(records.registry)))) {
            assertThat(reader.outbox().mendings(10, odd -> {}))
                    .extracting(OutboxReader.Mending::key)
                    .as("compaction would drop the first")
                    .containsExactly(RecordKey.of(first));
        }
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
        String before = TestLedger.digest(views);

        views.apply(Records.healing(3, first, new Place(0, 0)));

        assertThat(ids(events().run(Optional.of("r1")))).containsExactly("a", "b");
        assertThat(TestLedger.digest(views)).isEqualTo(before);
    }

    @Test
    void anErasureHidesTheRecordForGood() {
        Event event = Records.event("r1", "a", "x", "t", "{}");
        views.apply(records.at(0, event));

        views.apply(records.at(1, Records.erasure(RecordKey.of(event))));
        views.apply(Records.at(2, Records.key(event), null));
        views.apply(records.at(3, event));

        assertThat(ids(events().where(Dimension.TYPE, Optional.of("x")))).isEmpty();
        assertThat(ids(events().where(Dimension.TASK, Optional.of("t")))).isEmpty();
        assertThat(views.tally()).isEqualTo(new Tally(3, 2, 0, 1, 1, 0));
        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.isErased(RecordKey.of(event))).isTrue();
            assertThat(reader.record(RecordKey.of(event))).isEmpty();
            assertThat(reader.outbox().mendings(10, odd -> {}))
                    .extracting(OutboxReader.Mending::key)
                    .containsExactly(RecordKey.of(event));
            assertThat(reader.rejects().page(REJECTS, 10))
                    .extracting(RejectedRecord::reason)
                    .containsExactly("erased");
        }
    }

    @Test
    void anErasureThatNamesNothingIsRejected() {
        views.apply(records.at(0, Records.event("r1", "a", "record.erased", null, "{}")));

        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.rejects().page(REJECTS, 10)).singleElement().satisfies(rejected -> {
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

        assertThat(views.apply(record)).isEqualTo(ApplyOutcome.SEEN);
        assertThat(views.tally()).isEqualTo(tally);
    }

    @Test
    void comesBackAsItWas() {
        for (int i = 0; i < 100; i++) {
            views.apply(records.at(i, Records.event("r" + i % 3, "e" + i, "x", "t", "{\"i\":" + i + "}")));
        }
        views.apply(records.at(100, Records.artifact("r1", "a1", "t")));
        String digest = TestLedger.digest(views);
        views.close();

        views = open();

        assertThat(views.tally().offset()).isEqualTo(100);
        assertThat(TestLedger.digest(views)).isEqualTo(digest);
    }

    @Test
    void keepsAStrayUntilTheNullValueAfterItIsApplied() {
        int partitions = 2;
        String foreign = Stream.of("r0", "r1", "r2", "r3", "r4")
                .filter(run -> RunPartition.of(run, partitions) == 1)
                .findFirst()
                .orElseThrow();
        Event event = Records.event(foreign, "a", "x", null, "{}");
        byte[] key = Records.key(event);
        try (PartitionViews two =
                new PartitionViews(directory.resolve("two"), memory, records.registry, partitions, Records.CRITERIA)) {
            two.apply(records.at(0, event));
            two.apply(records.at(1, event));

            assertThat(strays(two)).containsExactly(0L, 1L);

            two.apply(Records.at(2, key, null));
            assertThat(strays(two)).as("a null of another's").containsExactly(0L, 1L);

            two.apply(new LogRecord(
                    0, 3, 3, key, null, new RecordHeaders().add(LogRecord.MOVED_HEADER, KeyBuilder.number(0))));
            assertThat(strays(two)).containsExactly(1L);
        }
    }

    private List<Long> strays(PartitionViews some) {
        try (PartitionReader reader = some.read(0, readers)) {
            return reader.outbox().strays(0, 10, odd -> {}).stream()
                    .map(stray -> stray.place().sequence())
                    .toList();
        }
    }

    @Test
    void aCorruptedDatabaseIsRebuiltFromTheLog() throws Exception {
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
    void whoReadsRetiredViewsFinishesAndTheLastClosesThem() {
        views.apply(records.at(0, Records.event("r1", "a", "x", null, "{}")));
        AtomicInteger closed = new AtomicInteger();
        try (StateSnapshot last = views.state()) {
            try (PartitionReader first = views.read(0, readers)) {
                views.retire(closed::incrementAndGet);

                assertThatThrownBy(() -> views.read(0, readers)).isInstanceOf(ViewsClosedException.class);
                assertThatThrownBy(views::openTally).isInstanceOf(ViewsClosedException.class);
                assertThat(first.page(events(), 100)).hasSize(1);
            }
            assertThat(closed).hasValue(0);
            assertThat(last.digest(0).entries()).isPositive();
        }
        assertThat(closed).hasValue(1);
        assertThat(views.isOpen()).isFalse();
    }

    @Test
    void refusesToBeReadWhenClosed() {
        views.close();

        assertThatThrownBy(() -> views.read(0, readers)).isInstanceOf(ViewsClosedException.class);
    }
}
