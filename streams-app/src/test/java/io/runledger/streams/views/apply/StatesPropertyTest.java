package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;

/** An artifact's record and what was decided about it may come in any order, more than once, and among forgeries. */
final class StatesPropertyTest {
    private static final String RUN = "run";
    private static final String ARTIFACT = "artifact";
    private static final Seal FORGER = new Seal("forged");

    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));

    @Property(tries = 60)
    void theHighestRevisionStandsWhateverTheOrder(
            @ForAll @IntRange(min = 1, max = 8) int decisions, @ForAll long seed) {
        Random random = new Random(seed);
        List<SpecificRecord> log = new ArrayList<>();
        for (int revision = 2; revision < 2 + decisions; revision++) {
            log.add(grant(revision, random, Records.SEAL));
        }
        Event last = (Event) log.get(log.size() - 1);
        log.add(Records.artifact(RUN, ARTIFACT, "first"));
        log.addAll(log.subList(0, random.nextInt(log.size())));
        log.add(grant(100, random, FORGER));
        Collections.shuffle(log, random);

        applied(log, reader -> {
            GivenState current = reader.state(Subject.artifact(RUN, ARTIFACT)).orElseThrow();
            assertThat(current.revision()).isEqualTo(1 + decisions);
            assertThat(current.decisionId()).isEqualTo(last.getEventId());
            for (ArtifactStatus status : ArtifactStatus.values()) {
                assertThat(found(reader, Dimension.STATUS, status.word()))
                        .as("%s", status)
                        .isEqualTo(status == current.artifact().status());
            }
            for (String task : List.of("first", "task-0", "task-1")) {
                boolean attached = task.equals(current.artifact().taskId());
                assertThat(found(reader, Dimension.TASK, task)).as(task).isEqualTo(attached);
                assertThat(reader.directory().runsOfTask(task).stream()
                                .mapToLong(TaskCounts::artifacts)
                                .sum())
                        .as(task)
                        .isEqualTo(attached ? 1 : 0);
            }
            assertThat(reader.history(Subject.artifact(RUN, ARTIFACT), 0, 100))
                    .hasSize(decisions)
                    .isSortedAccordingTo(Comparator.comparingLong(GivenState::revision));
            assertThat(reader.rejects().byReason()).containsEntry(RejectReason.FORGED_DECISION.word(), 1L);
        });
    }

    private static Event grant(int revision, Random random, Seal seal) {
        List<ArtifactStatus> all = List.of(ArtifactStatus.values());
        return Records.grant(
                Records.request(RUN, "request-" + revision, ARTIFACT),
                revision,
                all.get(random.nextInt(all.size())),
                "task-" + random.nextInt(2),
                seal);
    }

    private static boolean found(PartitionReader reader, Dimension dimension, String value) {
        List<StoredRecord> found = reader.page(
                RecordQuery.all(RecordKey.Kind.ARTIFACT).run(Optional.of(RUN)).where(dimension, Optional.of(value)),
                10);
        assertThat(found).allSatisfy(stored -> assertThat(((Artifact) stored.record()).getArtifactId())
                .isEqualTo(ARTIFACT));
        return !found.isEmpty();
    }

    private interface Reading {
        void read(PartitionReader reader);
    }

    private void applied(List<SpecificRecord> log, Reading reading) {
        Path directory;
        try {
            directory = Files.createTempDirectory("views");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Memory memory = new Memory(8 << 20, 4 << 20);
        try (PartitionViews views = new PartitionViews(directory, memory, records.registry, 1, Records.CRITERIA)) {
            for (int offset = 0; offset < log.size(); offset++) {
                views.apply(records.at(offset, log.get(offset)));
            }
            try (PartitionReader reader = views.read(0, readers)) {
                reading.read(reader);
            }
        } finally {
            memory.close();
            Database.delete(directory);
        }
    }
}
