package io.runledger.streams.views.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.apply.Records;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Whatever is asked for, the indexes find what looking through everything finds, and look at little more. */
final class ScanPlanPropertyTest {
    record Row(int run, int type, int task, int producer, long createdAt) {}

    record Question(int run, int type, int task, int producer, long since, long until, boolean descending) {}

    private final Records records = new Records();

    @Provide
    Arbitrary<List<Row>> rows() {
        // Times that go back, as a broker's clock may.
        return Combinators.combine(
                        few(), few(), few(), few(), Arbitraries.longs().between(0, 20))
                .as(Row::new)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<Question> questions() {
        Arbitrary<Integer> any = Arbitraries.integers().between(-2, 2); // below 0: not asked for
        Arbitrary<Long> time = Arbitraries.longs().between(-10, 20);
        return Combinators.combine(any, any, any, any, time, time, Arbitraries.of(true, false))
                .as(Question::new);
    }

    private static Arbitrary<Integer> few() {
        return Arbitraries.integers().between(0, 2);
    }

    @Property(tries = 150)
    void findsWhatLookingThroughEverythingFinds(
            @ForAll("rows") List<Row> rows, @ForAll("questions") Question question, @ForAll int size) {
        int pageSize = 1 + Math.floorMod(size, 7);
        reading(rows, reader -> {
            List<String> found = new ArrayList<>();
            Optional<Place> after = Optional.empty();
            List<StoredRecord> page;
            do {
                page = reader.page(query(question).after(after), pageSize);
                page.forEach(row -> found.add(((Event) row.record()).getEventId()));
                after = page.stream().reduce((a, b) -> b).map(StoredRecord::place);
            } while (page.size() == pageSize);

            assertThat(found).isEqualTo(expected(rows, question));
            List<String> oneByOne = new ArrayList<>();
            reader.records(query(question)).forEachRemaining(row -> {
                StoredRecord read = row.read();
                oneByOne.add(((Event) read.record()).getEventId());
                assertThat(row.place()).isEqualTo(read.place());
            });
            assertThat(oneByOne).isEqualTo(found);
        });
    }

    @Property(tries = 100)
    void followsInOrderOfTheLogWhateverTheClockDid(
            @ForAll("rows") List<Row> rows, @ForAll("questions") Question question, @ForAll int size) {
        int atOnce = 1 + Math.floorMod(size, 7);
        reading(rows, reader -> {
            RecordQuery query = query(question);
            List<String> found = new ArrayList<>();
            long last = reader.beforeSince(query);
            RecordsSince step;
            do {
                step = reader.following(query, last, atOnce, 1 << 20);
                step.records().forEach(row -> found.add(((Event) row.record()).getEventId()));
                last = step.upTo();
            } while (step.more());

            assertThat(found)
                    .isEqualTo(expected(rows, question).stream()
                            .sorted(Comparator.comparingInt(id -> Integer.parseInt(id.substring(1))))
                            .toList());
        });
    }

    @Test
    void looksAtLittleMoreThanThePage() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            boolean rare = i % 500 == 499;
            rows.add(new Row(i % 2, rare ? 1 : 0, rare || i % 3 == 0 ? 1 : 0, 0, i));
        }
        reading(rows, reader -> {
            for (Question question : List.of(
                    new Question(1, 1, -1, -1, -1, -1, false),
                    new Question(1, 1, 1, 0, -1, -1, true),
                    new Question(-1, 1, 1, -1, -1, -1, false),
                    new Question(1, 0, -1, -1, 4_000, 4_100, false),
                    new Question(-1, -1, -1, 0, 2_000, -1, true))) {
                try (PostingsJoin walk = reader.walk(ScanPlan.of(query(question)))) {
                    int found = 0;
                    while (found < 10 && walk.next()) {
                        found++;
                    }
                    assertThat(found).as("%s", question).isEqualTo(10);
                    assertThat(walk.steps()).as("%s", question).isLessThan(100);
                }
            }
        });
    }

    private static RecordQuery query(Question question) {
        return RecordQuery.all(RecordKey.Kind.EVENT)
                .run(named("run", question.run))
                .where(Dimension.TYPE, named("type", question.type))
                .where(Dimension.TASK, named("task", question.task))
                .where(Dimension.PRODUCER, named("producer", question.producer))
                .between(time(question.since), time(question.until))
                .descending(question.descending);
    }

    private static Optional<String> named(String name, int number) {
        return number < 0 ? Optional.empty() : Optional.of(name + number);
    }

    private static Optional<Instant> time(long millis) {
        return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static List<String> expected(List<Row> rows, Question question) {
        Comparator<Integer> byTime = Comparator.<Integer>comparingLong(
                        i -> rows.get(i).createdAt())
                .thenComparing(Comparator.naturalOrder());
        boolean timed = question.run < 0 || question.since >= 0 || question.until >= 0;
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if ((question.run < 0 || question.run == row.run)
                    && (question.type < 0 || question.type == row.type)
                    && (question.task < 0 || question.task == row.task)
                    && (question.producer < 0 || question.producer == row.producer)
                    && (question.since < 0 || row.createdAt >= question.since)
                    && (question.until < 0 || row.createdAt < question.until)) {
                found.add(i);
            }
        }
        Comparator<Integer> order = timed ? byTime : Comparator.naturalOrder();
        found.sort(question.descending ? order.reversed() : order);
        return found.stream().map(i -> "e" + i).toList();
    }

    private void reading(List<Row> rows, Consumer<PartitionReader> reading) {
        Path directory;
        try {
            directory = Files.createTempDirectory("views");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Memory memory = new Memory(8 << 20, 4 << 20);
        try (PartitionViews views = new PartitionViews(directory, memory, records.registry, 1, Records.CRITERIA)) {
            for (int i = 0; i < rows.size(); i++) {
                Event event = event(rows.get(i), i);
                views.apply(new LogRecord(
                        0, i, rows.get(i).createdAt(), Records.key(event), records.wire(event), new RecordHeaders()));
            }
            try (PartitionReader reader =
                    views.read(0, ThreadLocal.withInitial(() -> new RecordReader(records.registry)))) {
                reading.accept(reader);
            }
        } finally {
            memory.close();
            Database.delete(directory);
        }
    }

    private static Event event(Row row, int i) {
        return Event.newBuilder(Records.event("run" + row.run, "e" + i, "type" + row.type, "task" + row.task, "{}"))
                .setProducer("producer" + row.producer)
                .build();
    }
}
