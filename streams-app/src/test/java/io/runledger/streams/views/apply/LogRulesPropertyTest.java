package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Rule 3: the state is a function of the compacted log, whatever is on the log and however it was read. */
final class LogRulesPropertyTest {
    /** What a producer, a stranger or a fault may append, under one of few keys. */
    enum What {
        FIRST,
        FIRST_AGAIN,
        OTHER_CONTENT,
        /** A retry whose time the door filled in, another time each time. */
        RETRY_WITHOUT_TIME,
        GARBAGE,
        NULL,
        /** Under the record's key, or a garbled one with a secret in its bytes. */
        SECRET,
        SECRET_GARBAGE,
        /** What takes a secret's place, sent when a record may have come there meanwhile. */
        SECRET_GONE,
        /** The erasure of the record; its tombstone may come from the eraser or from the healer. */
        ERASURE,
        /** An artifact, which others of the same run decide about. */
        ARTIFACT,
        ARTIFACT_ERASED,
        /** What the guard said about the artifact, at a revision of its own. */
        GRANT,
        /** The same words with another's seal. */
        FORGED,
        GRANT_ERASED,
        /** Brought here from another ledger: the record, different content under its id, and the artifact. */
        IMPORTED,
        IMPORTED_OTHER,
        IMPORTED_ARTIFACT,
        /** What another ledger's guard said, and the same with an origin that nobody sealed. */
        IMPORTED_GRANT,
        FORGED_ORIGIN,
        /** The first content as somebody recorded it whom a gateway knew, and by another one. */
        ATTESTED,
        ATTESTED_BY_OTHER,
        IMPORTED_RECORDED,
        /** It names a recorder without a header, or with one that is sealed otherwise or over another record. */
        FORGED_IDENTITY,
        /** A healing header without a seal, over the record or different content. */
        FORGED_PLACE,
        FORGED_PLACE_OTHER
    }

    private static final String SECRET = "hunter2-and-more";
    private static final Seal FORGER = new Seal("forged");
    private static final List<ArtifactStatus> STATUSES = List.of(ArtifactStatus.values());

    record Step(What what, int key, boolean processAfter) {}

    private final Records records = new Records();

    @Provide
    Arbitrary<List<Step>> steps() {
        return steps(5, 40);
    }

    /** Enough that other threads validate some of them ahead; most have keys that are new. */
    @Provide
    Arbitrary<List<Step>> manySteps() {
        return steps(60, 150);
    }

    private static Arbitrary<List<Step>> steps(int keys, int most) {
        Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(4, What.FIRST),
                Tuple.of(3, What.FIRST_AGAIN),
                Tuple.of(2, What.OTHER_CONTENT),
                Tuple.of(2, What.RETRY_WITHOUT_TIME),
                Tuple.of(1, What.GARBAGE),
                Tuple.of(1, What.NULL),
                Tuple.of(3, What.SECRET),
                Tuple.of(1, What.SECRET_GARBAGE),
                Tuple.of(1, What.SECRET_GONE),
                Tuple.of(1, What.ERASURE),
                Tuple.of(3, What.ARTIFACT),
                Tuple.of(1, What.ARTIFACT_ERASED),
                Tuple.of(6, What.GRANT),
                Tuple.of(2, What.FORGED),
                Tuple.of(1, What.GRANT_ERASED),
                Tuple.of(4, What.IMPORTED),
                Tuple.of(1, What.IMPORTED_OTHER),
                Tuple.of(2, What.IMPORTED_ARTIFACT),
                Tuple.of(4, What.IMPORTED_GRANT),
                Tuple.of(1, What.FORGED_ORIGIN),
                Tuple.of(3, What.ATTESTED),
                Tuple.of(2, What.ATTESTED_BY_OTHER),
                Tuple.of(1, What.IMPORTED_RECORDED),
                Tuple.of(2, What.FORGED_IDENTITY),
                Tuple.of(1, What.FORGED_PLACE),
                Tuple.of(1, What.FORGED_PLACE_OTHER));
        return Combinators.combine(what, Arbitraries.integers().between(0, keys - 1), Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(most);
    }

    private LogRecord record(Step step, long offset) {
        String run = "run-" + step.key % 2;
        Event first = Records.event(run, "e" + step.key, "type-" + step.key % 3, "task", "{}");
        return switch (step.what) {
            case FIRST, FIRST_AGAIN -> records.at(offset, first);
            case OTHER_CONTENT -> records.at(offset, other(run, step));
            case RETRY_WITHOUT_TIME -> records.at(offset, Records.withoutTime(first, offset));
            case GARBAGE -> Records.at(offset, Records.key(first), new byte[] {7, 7, 7});
            case NULL -> Records.at(offset, Records.key(first), null);
            case SECRET ->
                records.at(
                        offset, Records.event(run, "e" + step.key, "type", null, "{\"password\":\"" + SECRET + "\"}"));
            case SECRET_GARBAGE ->
                Records.at(offset, Records.key(first), ("password=" + SECRET).getBytes(StandardCharsets.UTF_8));
            case SECRET_GONE ->
                new LogRecord(
                        0,
                        offset,
                        offset,
                        Records.key(first),
                        null,
                        new RecordHeaders().add(LogRecord.SECRET_HEADER, new byte[0]));
            case ERASURE -> records.at(offset, Records.erasure(RecordKey.of(first)));
            case ARTIFACT -> records.at(offset, Records.artifact(run, "artifact", "task"));
            case ARTIFACT_ERASED ->
                records.at(offset, Records.erasure(RecordKey.of(Records.artifact(run, "artifact", "task"))));
            case GRANT -> records.at(offset, grant(run, step.key, Records.SEAL));
            case FORGED -> records.at(offset, grant(run, step.key, FORGER));
            case IMPORTED -> imported(offset, first, step);
            case IMPORTED_OTHER -> imported(offset, other(run, step), step);
            case IMPORTED_ARTIFACT -> imported(offset, Records.artifact(run, "artifact", "task"), step);
            case IMPORTED_GRANT -> imported(offset, grant(run, step.key, FORGER), step);
            case FORGED_ORIGIN -> records.imported(offset, grant(run, step.key, FORGER), origin(step), FORGER);
            case ATTESTED -> records.attested(offset, Records.recordedBy("ann", first), Records.SEAL);
            case ATTESTED_BY_OTHER -> records.attested(offset, Records.recordedBy("ben", first), Records.SEAL);
            case IMPORTED_RECORDED -> imported(offset, Records.recordedBy("cid", first), step);
            case FORGED_IDENTITY -> unattested(offset, Records.recordedBy("eve", first), first, step);
            case FORGED_PLACE -> unsealed(offset, first, step);
            case FORGED_PLACE_OTHER -> unsealed(offset, other(run, step), step);
            case GRANT_ERASED -> records.at(offset, Records.erasure(RecordKey.of(grant(run, step.key, FORGER))));
        };
    }

    private static Event other(String run, Step step) {
        return Records.event(run, "e" + step.key, "other", null, "{\"a\":1}");
    }

    private LogRecord unsealed(long offset, Event event, Step step) {
        LogRecord record = records.at(offset, event);
        record.headers().add(SealedPlace.HEADER, new Place(step.key, step.key).bytes());
        return record;
    }

    private LogRecord unattested(long offset, Event forged, Event first, Step step) {
        if (step.processAfter) {
            return step.key == 0 ? records.at(offset, forged) : records.attested(offset, forged, FORGER);
        }
        LogRecord record = records.at(offset, forged);
        record.headers().add(Attestation.HEADER, Records.SEAL.attestation(record.key(), records.wire(first)));
        return record;
    }

    private LogRecord imported(long offset, SpecificRecord record, Step step) {
        return records.imported(offset, record, origin(step), Records.SEAL);
    }

    /** Two that a record may have: it was moved by a retry before it was taken out again. */
    private static Origin origin(Step step) {
        return new Origin(new Position(3, step.processAfter ? 7 : 9), 1_000);
    }

    private static Event grant(String run, int key, Seal seal) {
        return Records.grant(
                Records.request(run, "request-" + key, "artifact"),
                2 + key / 2,
                STATUSES.get(key % STATUSES.size()),
                "task-" + key % 3,
                seal);
    }

    @Property(tries = 100)
    void liveStateEqualsEveryReplay(@ForAll("steps") List<Step> steps, @ForAll int where) {
        try (TestLedger ledger = new TestLedger(records)) {
            for (Step step : steps) {
                ledger.append(record(step, ledger.end()));
                if (step.processAfter) {
                    ledger.process();
                }
            }
            ledger.heal();

            String live = ledger.live();

            List<LogRecord> log = ledger.log;
            assertThat(TestLedger.compacted(log))
                    .as("no secret is left")
                    .noneMatch(record -> record.value() != null
                            && new String(record.value(), StandardCharsets.ISO_8859_1).contains(SECRET));
            int cut = log.isEmpty() ? 0 : Math.floorMod(where, log.size() + 1);
            List<LogRecord> partly = new ArrayList<>(TestLedger.compacted(log.subList(0, cut)));
            partly.addAll(log.subList(cut, log.size()));
            assertThat(ledger.recorders()).as("who was known").isSubsetOf("ann", "ben", "cid");
            assertThat(ledger.replay(log, cut)).as("the whole log").isEqualTo(live);
            assertThat(ledger.replay(TestLedger.compacted(log), 0))
                    .as("the compacted log")
                    .isEqualTo(live);
            assertThat(ledger.replay(
                            TestLedger.compacted(log).stream()
                                    .filter(record -> record.value() != null)
                                    .toList(),
                            0))
                    .as("the compacted log, its nulls gone")
                    .isEqualTo(live);
            assertThat(ledger.replay(partly, 0)).as("compacted up to %s", cut).isEqualTo(live);
            assertThat(ledger.replayWithRestart(cut)).as("restarted at %s", cut).isEqualTo(live);
        }
    }

    @Property(tries = 25)
    void appliedTogetherIsTheSameAsOneByOne(
            @ForAll("manySteps") List<Step> steps, @ForAll @IntRange(min = 2, max = 150) int part) {
        try (TestLedger ledger = new TestLedger(records)) {
            steps.forEach(step -> ledger.append(record(step, ledger.end())));
            ledger.heal();

            assertThat(ledger.left(ledger.log, part)).isEqualTo(ledger.left(ledger.log, 1));
        }
    }

    @Property(tries = 30)
    void everyOffsetIsCountedOnce(@ForAll("steps") List<Step> steps) {
        try (TestLedger ledger = new TestLedger(records)) {
            steps.forEach(step -> ledger.append(record(step, ledger.end())));
            ledger.heal();

            Tally tally = ledger.tally();

            assertThat(tally.offset()).isEqualTo(ledger.end() - 1);
            assertThat(tally.applied() + tally.duplicates() + tally.rejected() + tally.erased() + tally.compacted())
                    .isEqualTo(ledger.end());
        }
    }
}
