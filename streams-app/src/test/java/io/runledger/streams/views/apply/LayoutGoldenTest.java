package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.Decision;
import io.runledger.core.review.ProofRequirement;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.review.TaskState;
import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views on disk are taken up by the next start, so what is written may change only with {@code Layout.VERSION}. */
final class LayoutGoldenTest {
    private static final String PUBLISH = "mvn -pl streams-app test -Dtest=LayoutGoldenTest -Drunledger.publish=true";
    private static final Path FILE = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve(Path.of("src", "test", "resources", "layout.golden"));
    private static final Seal OTHERS = new Seal("the other ledger's");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void publishIfAsked(@TempDir Path scratch) throws IOException {
        if (Boolean.getBoolean("runledger.publish")) {
            LayoutGolden today = new Scenario().golden(scratch.resolve("today"));
            LayoutGolden published =
                    Files.exists(FILE) ? LayoutGolden.read(FILE).replacedBy(today, scratch.resolve("again")) : today;
            published.write(FILE);
        }
    }

    @Test
    void whatIsWrittenChangesOnlyWithTheVersion() throws IOException {
        LayoutGolden golden = LayoutGolden.read(FILE);

        LayoutGolden today = golden.again(directory.resolve("again"));

        assertThat(today.version())
                .as("Layout.VERSION is not that of %s; publish a golden of the new layout: %s", FILE, PUBLISH)
                .isEqualTo(golden.version());
        assertThat(today.rows())
                .as(
                        "what the views write has changed, and a state directory of version %d would be misread: raise"
                                + " Layout.VERSION, so that views are rebuilt from the log, and publish: %s",
                        golden.version(), PUBLISH)
                .containsExactlyElementsOf(golden.rows());
    }

    @Test
    void theGoldenHoldsEveryKindOfRow() throws IOException {
        List<String> rows = LayoutGolden.read(FILE).rows();

        for (String begin : List.of(
                "DEFAULT \"layout",
                "DEFAULT \"log",
                "DEFAULT \"applied",
                "RECORDS \"e",
                "RECORDS \"a",
                "IDS \"e",
                "IDS \"a",
                "POSTINGS \"eg*",
                "POSTINGS \"ag*",
                "POSTINGS \"egr",
                "POSTINGS \"egt",
                "POSTINGS \"egk",
                "POSTINGS \"egp",
                "POSTINGS \"egu",
                "POSTINGS \"ags",
                "POSTINGS \"agb",
                "POSTINGS \"agj",
                "POSTINGS \"ago",
                "POSTINGS \"er",
                "POSTINGS \"ar",
                "POSTINGS \"es",
                "POSTINGS \"as",
                "POSTINGS \"el",
                "POSTINGS \"ew",
                "POSTINGS \"ev",
                "POSTINGS \"or",
                "DIRECTORY \"n",
                "DIRECTORY \"O",
                "DIRECTORY \"te",
                "DIRECTORY \"ta",
                "DIRECTORY \"T",
                "DIRECTORY \"k",
                "DIRECTORY \"K",
                "DIRECTORY \"r",
                "DIRECTORY \"f",
                "DIRECTORY \"B",
                "STATES \"ha",
                "STATES \"ht",
                "STATES \"b",
                "ERASED \"event/",
                "REJECTS \"o",
                "REJECTS \"a",
                "REJECTS \"r",
                "REJECTS \"n",
                "OUTBOX \"m",
                "OUTBOX \"p",
                "OUTBOX \"s",
                "OUTBOX \"x")) {
            assertThat(rows).as(begin).anyMatch(row -> row.startsWith(begin));
        }
    }

    @Test
    void aGoldenIsNotReplacedByAnotherLayoutOfTheSameVersion() throws IOException {
        LayoutGolden golden = LayoutGolden.read(FILE);
        List<String> others = new ArrayList<>(golden.rows());
        others.set(others.size() / 2, "RECORDS \"other\" \"bytes\"");
        LayoutGolden sameVersion = new LayoutGolden(golden.version(), golden.schemas(), golden.log(), others);
        LayoutGolden before = new LayoutGolden(golden.version() - 1, golden.schemas(), golden.log(), others);

        assertThatThrownBy(() -> sameVersion.replacedBy(golden, directory.resolve("same")))
                .hasMessageContaining("raise Layout.VERSION");
        assertThat(before.replacedBy(golden, directory.resolve("before"))).isEqualTo(golden);
    }

    /** A small log that leaves every kind of row. */
    private static final class Scenario {
        private final Records records = new Records();
        private final List<LogRecord> log = new ArrayList<>();
        private final String run = runOf(0);

        LayoutGolden golden(Path scratch) {
            Event event = Event.newBuilder(event("event", "test.passed"))
                    .setSubjectKind("file")
                    .setSubjectId("a.txt")
                    .build();
            Event healed = event("healed", "x");
            Event erased = event("erased", "x");
            Event declared = request("declare", TaskRequest.DECLARE, "task");
            Event review = Records.request(run, "review", "artifact");
            add(event("start", BuiltInPayload.RUN_STARTED));
            add(event);
            add(event);
            add(artifact());
            add(review);
            add(Records.grant(review, 2, ArtifactStatus.DRAFT, "task", Records.SEAL));
            add(declared);
            add(declaration(declared));
            add(Records.event(run, "event", "another.type", null, "{}"));
            log.add(records.imported(end(), event("imported", "x"), origin(), Records.SEAL));
            log.add(records.imported(end(), event("forged", "x"), origin(), OTHERS));
            add(healed);
            LogRecord first = log.get(log.size() - 1);
            log.add(Records.at(end(), first.key(), "no record".getBytes(StandardCharsets.UTF_8)));
            log.add(Records.healing(end(), first, new Place(first.offset(), first.timestamp())));
            add(erased);
            add(Records.erasure(RecordKey.of(erased)));
            log.add(Records.at(end(), Records.key(erased), null));
            add(Records.event(runOf(1), "stray", "x", null, "{}"));
            log.add(Records.at(end(), "no key".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3}));
            log.add(Records.at(end(), Records.key(event("absent", "x")), null));
            add(Records.event(run, "secret", "x", null, "{\"password\":\"hunter2\"}"));
            add(event("end", BuiltInPayload.RUN_FINISHED));
            return LayoutGolden.ofToday(records, log, scratch);
        }

        private static String runOf(int partition) {
            return Stream.iterate(0, i -> i + 1)
                    .map(i -> "run-" + i)
                    .filter(name -> RunPartition.of(name, LayoutGolden.PARTITIONS) == partition)
                    .findFirst()
                    .orElseThrow();
        }

        private Event event(String id, String type) {
            return Records.event(run, id, type, "task", "{}");
        }

        private Event request(String id, RequestType type, String subject) {
            return Event.newBuilder(Records.event(run, id, type.eventType(), null, "{}"))
                    .setSubjectKind(type.subject().word())
                    .setSubjectId(subject)
                    .build();
        }

        private static Event declaration(Event request) {
            TaskState state = new TaskState(false, 1, "A task", "bundle", ProofRequirement.NONE, null, null, null);
            return new Decision(request.getEventId(), TaskRequest.DECLARE, null, null, ReviewJson.tree(state), null)
                    .event(request, Instant.parse("2026-11-21T10:00:00Z"), Records.SEAL);
        }

        private Artifact artifact() {
            return Artifact.newBuilder(Records.artifact(run, "artifact", "first-task"))
                    .setBundleId("bundle")
                    .setAssistantJobId("job")
                    .build();
        }

        private static Origin origin() {
            return new Origin(new Position(7, 100), 1_100);
        }

        private long end() {
            return 10L + log.size();
        }

        private void add(SpecificRecord record) {
            log.add(records.at(end(), record));
        }
    }
}
