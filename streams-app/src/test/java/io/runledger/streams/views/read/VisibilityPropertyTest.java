package io.runledger.streams.views.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.access.DataClass;
import io.runledger.core.access.Visibility;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.apply.Records;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Whoever may see a part of a ledger is answered as if there were nothing else: the same reads of a ledger that has only what is
 * visible give the same.
 */
final class VisibilityPropertyTest {
    private static final List<String> RUNS = List.of("a/1", "a/2", "ab", "b/1", "b/2");

    private final Records records = new Records();

    /** @param times how often, so that what is hidden may be much */
    record Step(
            int run, boolean artifact, DataClass dataClass, int task, boolean reviewed, boolean erased, int times) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, RUNS.size() - 1),
                        Arbitraries.of(true, false),
                        Arbitraries.of(DataClass.class),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(true, false),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(1, 1, 1, 300))
                .as(Step::new)
                .list()
                .ofMaxSize(16);
    }

    @Provide
    Arbitrary<Visibility> visibilities() {
        return Combinators.combine(
                        Arbitraries.of(List.of(""), List.of("a/"), List.of("a"), List.of("a/1", "b"), List.of("c")),
                        Arbitraries.of(DataClass.class))
                .as(Visibility::new);
    }

    @Property(tries = 60)
    void answersAsIfThereWereNothingElse(
            @ForAll("steps") List<Step> steps, @ForAll("visibilities") Visibility visibility, @ForAll int size) {
        List<SpecificRecord> all = records(steps);
        both(all, record -> isVisible(record, all, visibility), (whole, part) -> {
            PartitionReader limited = whole.limitedTo(visibility);
            for (RecordQuery query : queries()) {
                assertThat(paged(limited, query, 1 + Math.floorMod(size, 5)))
                        .as("%s", query)
                        .isEqualTo(ids(part.page(query, Integer.MAX_VALUE)));
                assertThat(listed(limited, query, Math.floorMod(size, 3)))
                        .as("from %d of %s", Math.floorMod(size, 3), query)
                        .isEqualTo(listed(part, query, Math.floorMod(size, 3)));
                assertThat(followed(limited, query)).as("after %s", query).isEqualTo(followed(part, query));
                assertThat(limited.runsWith(query)).isEqualTo(part.runsWith(query));
            }
            for (String run : RUNS) {
                if (!visibility.includesRun(run)) {
                    assertThat(limited.following(ofRun(run), -1, 1, 1 << 20))
                            .isEqualTo(limited.following(ofRun("none"), -1, 1, 1 << 20));
                }
            }
            sameDirectories(limited.directory(), part.directory());
            if (!visibility.isEverything()) {
                assertThat(limited.rates().events(Instant.EPOCH, Duration.ofMillis(700), 10))
                        .isEqualTo(counted(part, 700, 10));
            }
            for (SpecificRecord record : all) {
                sameRecords(RecordKey.of(record), limited, part);
            }
        });
    }

    private static void sameDirectories(RunDirectory limited, RunDirectory part) {
        for (boolean descending : new boolean[] {true, false}) {
            for (Optional<String> prefix : List.of(Optional.<String>empty(), Optional.of("a"), Optional.of("a/1x"))) {
                RunQuery query = new RunQuery(prefix, Optional.empty(), Optional.empty(), descending, Optional.empty());
                assertThat(limited.runs(query, 10)).as("%s", query).isEqualTo(part.runs(query, 10));
            }
        }
        assertThat(limited.runNames("", 10)).isEqualTo(part.runNames("", 10));
        assertThat(limited.runNames("a/1", 2)).isEqualTo(part.runNames("a/1", 2));
        assertThat(limited.runsOfBundle("bundle")).isEqualTo(part.runsOfBundle("bundle"));
        assertThat(limited.runsOfTask("task1")).containsExactlyInAnyOrderElementsOf(part.runsOfTask("task1"));
        for (Kind kind : Kind.values()) {
            assertThat(limited.types(kind)).isEqualTo(part.types(kind));
        }
        for (String run : RUNS) {
            assertThat(limited.run(run).map(RunSummary::toString))
                    .isEqualTo(part.run(run).map(RunSummary::toString));
            assertThat(limited.hasRun(run)).isEqualTo(part.hasRun(run));
            assertThat(limited.tasks(run, "", 10)).isEqualTo(part.tasks(run, "", 10));
            assertThat(limited.task(run, "task1")).isEqualTo(part.task(run, "task1"));
            assertThat(limited.artifactsOfBundle(run, "bundle")).isEqualTo(part.artifactsOfBundle(run, "bundle"));
            assertThat(limited.hasType(run, Kind.ARTIFACT, "type1"))
                    .isEqualTo(part.hasType(run, Kind.ARTIFACT, "type1"));
        }
    }

    private static void sameRecords(RecordKey key, PartitionReader limited, PartitionReader part) {
        assertThat(limited.record(key).map(StoredRecord::toString))
                .isEqualTo(part.record(key).map(StoredRecord::toString));
        assertThat(limited.runsWith(key.kind(), key.id())).isEqualTo(part.runsWith(key.kind(), key.id()));
        Subject subject = Subject.artifact(key.runId(), key.id());
        assertThat(limited.state(subject).map(Object::toString))
                .isEqualTo(part.state(subject).map(Object::toString));
        assertThat(limited.history(subject, 0, 10)).hasSameSizeAs(part.history(subject, 0, 10));
    }

    private static List<Long> counted(PartitionReader part, int millis, int times) {
        List<Long> counts = new ArrayList<>(Collections.nCopies(times, 0L));
        part.page(RecordQuery.all(Kind.EVENT), Integer.MAX_VALUE).stream()
                .map(event -> (int) (event.place().createdAt() / millis))
                .filter(at -> at < times)
                .forEach(at -> counts.set(at, counts.get(at) + 1));
        return counts;
    }

    private static RecordQuery ofRun(String run) {
        return RecordQuery.all(Kind.EVENT).run(Optional.of(run));
    }

    private static List<RecordQuery> queries() {
        List<RecordQuery> queries = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Optional<String> run : List.of(Optional.<String>empty(), Optional.of("a/1"), Optional.of("b/2"))) {
                for (Optional<String> task : List.of(Optional.<String>empty(), Optional.of("task1"))) {
                    RecordQuery query = RecordQuery.all(kind).run(run).where(Dimension.TASK, task);
                    queries.add(query);
                    queries.add(query.descending(true));
                    queries.add(query.between(Optional.of(Instant.ofEpochMilli(40)), Optional.empty()));
                }
            }
        }
        return queries;
    }

    private static List<String> paged(PartitionReader reader, RecordQuery query, int size) {
        List<StoredRecord> found = new ArrayList<>();
        Optional<Place> after = Optional.empty();
        List<StoredRecord> page;
        do {
            page = reader.page(query.after(after), found.isEmpty() ? size : 1_000);
            found.addAll(page);
            after = page.stream().reduce((a, b) -> b).map(StoredRecord::place);
        } while (!page.isEmpty());
        return ids(found);
    }

    private static List<String> listed(PartitionReader reader, RecordQuery query, int skip) {
        List<String> found = new ArrayList<>();
        reader.records(query, skip).forEachRemaining(row -> {
            found.add(RecordKey.of(row.read().record()).toString());
            assertThat(row.place()).isEqualTo(row.read().place());
        });
        return found;
    }

    private static List<String> followed(PartitionReader reader, RecordQuery query) {
        List<StoredRecord> found = new ArrayList<>();
        long last = reader.beforeSince(query);
        RecordsSince step;
        do {
            step = reader.following(query, last, 100, 1 << 20);
            found.addAll(step.records());
            last = step.upTo();
        } while (step.more());
        return ids(found);
    }

    private static List<String> ids(List<StoredRecord> found) {
        return found.stream()
                .map(each -> RecordKey.of(each.record()).toString())
                .toList();
    }

    private static boolean isVisible(SpecificRecord record, List<SpecificRecord> all, Visibility visibility) {
        if (!visibility.includesRun(RecordKey.of(record).runId())) {
            return false;
        }
        if (record instanceof Artifact artifact) {
            return isSeen(artifact, all, visibility);
        }
        Event event = (Event) record;
        return event.getSubjectId() == null
                || all.stream()
                        .filter(Artifact.class::isInstance)
                        .map(Artifact.class::cast)
                        .filter(artifact -> artifact.getRunId().equals(event.getRunId())
                                && artifact.getArtifactId().equals(event.getSubjectId()))
                        .allMatch(artifact -> isSeen(artifact, all, visibility));
    }

    /** What class an artifact had that was erased is not known any more. */
    private static boolean isSeen(Artifact artifact, List<SpecificRecord> all, Visibility visibility) {
        return visibility.includesAllClasses()
                || (visibility.includesClass(artifact.getDataClass())
                        && !all.contains(Records.erasure(RecordKey.of(artifact))));
    }

    /** Each run begins with an event, so that when it begins is no secret. */
    private static List<SpecificRecord> records(List<Step> steps) {
        List<SpecificRecord> all = new ArrayList<>();
        RUNS.forEach(run -> all.add(Records.event(run, "begins", "begun", null, "{}")));
        for (Step step : steps) {
            String run = RUNS.get(step.run);
            for (int i = 0; i < step.times; i++) {
                String id = "r" + all.size();
                String task = "task" + step.task;
                if (!step.artifact) {
                    all.add(Records.event(run, id, "type" + step.task, task, "{}"));
                    continue;
                }
                all.add(Artifact.newBuilder(Records.artifact(run, id, task))
                        .setArtifactType("type" + step.task)
                        .setDataClass(step.dataClass.word())
                        .setBundleId(step.task == 0 ? "bundle" : null)
                        .build());
                if (step.reviewed) {
                    Event request = Records.request(run, "request-" + id, id);
                    all.add(request);
                    all.add(Records.grant(request, 1, ArtifactStatus.APPROVED, task, Records.SEAL));
                }
                if (step.erased) {
                    all.add(Records.erasure(new RecordKey(Kind.ARTIFACT, run, id)));
                }
            }
        }
        return all;
    }

    private void both(
            List<SpecificRecord> all,
            Function<SpecificRecord, Boolean> visible,
            BiConsumer<PartitionReader, PartitionReader> reading) {
        Memory memory = new Memory(8 << 20, 4 << 20);
        Path one = directory();
        Path other = directory();
        try (PartitionViews whole = new PartitionViews(one, memory, records.registry, 1, Records.CRITERIA);
                PartitionViews part = new PartitionViews(other, memory, records.registry, 1, Records.CRITERIA)) {
            for (int i = 0; i < all.size(); i++) {
                SpecificRecord record = all.get(i);
                LogRecord appended =
                        new LogRecord(0, i, i, Records.key(record), records.wire(record), new RecordHeaders());
                whole.apply(appended);
                if (visible.apply(record)) {
                    part.apply(appended);
                }
            }
            ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
            try (PartitionReader ofWhole = whole.read(0, readers);
                    PartitionReader ofPart = part.read(0, readers)) {
                reading.accept(ofWhole, ofPart);
            }
        } finally {
            memory.close();
            Database.delete(one);
            Database.delete(other);
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("views");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
