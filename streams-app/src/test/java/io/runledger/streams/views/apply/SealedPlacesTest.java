package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RejectQuery;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word counts for the place of a record: on a new log, on one of an earlier version, and on a copy. */
final class SealedPlacesTest {
    private static final RejectQuery REJECTS =
            new RejectQuery(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
    private final Memory memory = new Memory(8 << 20, 4 << 20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Event one = Records.event("r", "one", "x", null, "{}");
    private final Event other = Records.event("r", "other", "x", null, "{}");

    @AfterEach
    void close() {
        memory.close();
    }

    private PartitionViews views(SealMark mark) {
        return new PartitionViews(
                directory.resolve("views-" + System.nanoTime()),
                memory,
                records.registry,
                1,
                new Criteria(Records.SEAL, Redaction.builtIn(), mark));
    }

    private PartitionViews sealed() {
        return views(Records.CRITERIA.mark());
    }

    /** On which everything before this offset is of a version before. */
    private PartitionViews upgraded(long from) {
        return views(new SealMark(Uuid.ONE_UUID, List.of(from), true));
    }

    private LogRecord healing(long offset, SpecificRecord record, byte[] header) {
        Headers headers = new RecordHeaders().add(SealedPlace.HEADER, header);
        return new LogRecord(0, offset, offset, Records.key(record), records.wire(record), headers);
    }

    private static byte[] unsealed(long sequence) {
        return new Place(sequence, sequence).bytes();
    }

    private byte[] header(Seal seal, Uuid log, int partition, long sequence, SpecificRecord record) {
        return seal.header(
                new SealedPlace(log, partition, sequence, sequence), Records.key(record), records.wire(record));
    }

    private List<String> rejects(PartitionViews views) {
        try (PartitionReader reader = views.read(0, readers)) {
            return reader.rejects().page(REJECTS, 100).stream()
                    .map(RejectedRecord::reason)
                    .toList();
        }
    }

    private long sequence(PartitionViews views, Event event) {
        try (PartitionReader reader = views.read(0, readers)) {
            return reader.record(RecordKey.of(event)).orElseThrow().place().sequence();
        }
    }

    private List<RecordKey> mendings(PartitionViews views) {
        try (PartitionReader reader = views.read(0, readers)) {
            return reader.outbox().mendings(100, odd -> {}).stream()
                    .map(OutboxReader.Mending::key)
                    .toList();
        }
    }

    @Test
    void aHealingHeaderThatNobodyWithTheKeySealedChangesNothing() {
        Event rewritten = Records.event("r", "one", "x", null, "{\"rewritten\":true}");
        try (PartitionViews views = sealed()) {
            views.apply(records.at(0, one));
            views.apply(records.at(1, other));
            String before = TestLedger.digest(views);

            byte[] genuine = header(Records.SEAL, Uuid.ONE_UUID, 0, 0, one);
            views.apply(healing(2, rewritten, unsealed(0)));
            views.apply(healing(3, other, unsealed(0)));
            views.apply(healing(4, rewritten, header(new Seal(""), Uuid.ONE_UUID, 0, 0, rewritten)));
            views.apply(healing(5, rewritten, genuine));
            views.apply(healing(6, other, genuine));
            views.apply(healing(7, one, header(Records.SEAL, Uuid.ONE_UUID, 3, 0, one)));
            views.apply(healing(8, one, header(Records.SEAL, Uuid.ONE_UUID, 0, 8, one)));
            views.apply(healing(9, one, new byte[0]));
            views.apply(healing(10, one, new byte[genuine.length]));

            assertThat(TestLedger.digest(views)).isEqualTo(before);
            assertThat(rejects(views)).hasSize(9).containsOnly("forged-place");
            assertThat(mendings(views)).containsExactlyInAnyOrder(RecordKey.of(one), RecordKey.of(other));
        }
    }

    @Test
    void aGenuineHealingCopyThatComesAgainChangesNothing() {
        try (PartitionViews views = sealed()) {
            views.apply(records.at(0, one));
            String before = TestLedger.digest(views);

            views.apply(healing(1, one, header(Records.SEAL, Uuid.ONE_UUID, 0, 0, one)));
            views.apply(healing(2, one, header(Records.SEAL, Uuid.ONE_UUID, 0, 0, one)));

            assertThat(TestLedger.digest(views)).isEqualTo(before);
            assertThat(rejects(views)).isEmpty();
        }
    }

    @Test
    void whatAVersionBeforeHealedKeepsItsPlaceAndIsSealedOnce() {
        try (PartitionViews views = upgraded(3)) {
            views.apply(healing(1, one, unsealed(0)));

            assertThat(sequence(views, one)).isZero();
            assertThat(mendings(views)).containsExactly(RecordKey.of(one));

            views.apply(healing(3, one, header(Records.SEAL, Uuid.ONE_UUID, 0, 0, one)));
            assertThat(mendings(views)).isEmpty();

            views.apply(healing(4, one, unsealed(2)));
            assertThat(sequence(views, one)).isZero();
            assertThat(rejects(views)).containsExactly("forged-place");
        }
    }

    @Test
    void noTwoRecordsHaveOnePlaceThoughAHeaderWithoutASealSaysSo() {
        try (PartitionViews views = upgraded(10)) {
            views.apply(records.at(0, one));
            views.apply(healing(1, other, unsealed(0)));

            assertThat(sequence(views, one)).isZero();
            assertThat(sequence(views, other)).isEqualTo(1);
            assertThat(mendings(views)).containsExactly(RecordKey.of(other));
        }
    }

    @Test
    void theEmptyKeyCountsBeforeTheMarkOnlyAndInSealedCopies() {
        Event decided = Records.grant(
                Records.request("r", "q1", "artifact"), 2, ArtifactStatus.APPROVED, null, Seal.ofEmptyKey());
        Event forged = Records.grant(
                Records.request("r", "q2", "artifact"), 3, ArtifactStatus.REJECTED, null, Seal.ofEmptyKey());
        Origin origin = new Origin(new Position(1, 2), 3);
        try (PartitionViews views = upgraded(5)) {
            views.apply(records.at(0, decided));
            views.apply(records.imported(1, one, origin, Seal.ofEmptyKey()));
            assertThat(rejects(views)).isEmpty();
            assertThat(mendings(views)).containsExactlyInAnyOrder(RecordKey.of(decided), RecordKey.of(one));

            views.apply(healing(5, decided, header(Records.SEAL, Uuid.ONE_UUID, 0, 0, decided)));
            assertThat(rejects(views)).as("what was believed once").isEmpty();
            views.apply(records.at(6, forged));
            views.apply(records.imported(7, other, origin, Seal.ofEmptyKey()));
            views.apply(healing(8, forged, unsealed(0)));

            assertThat(rejects(views)).containsExactly("forged-decision", "forged-origin", "forged-decision");
            assertThat(sequence(views, decided)).isZero();
        }
    }

    @Test
    void aCopyOfAnotherLogHasTheSameContentAtItsOwnOffset() {
        Event first = Records.event("r", "one", "x", null, "{\"first\":true}");
        try (PartitionViews views = sealed()) {
            views.apply(records.at(0, Records.event("r", "one", "x", null, "{\"conflict\":true}")));
            views.apply(records.at(1, other));

            views.apply(healing(2, first, header(Records.SEAL, new Uuid(4, 2), 0, 1, first)));

            assertThat(rejects(views)).isEmpty();
            assertThat(sequence(views, first)).isEqualTo(2);
            assertThat(sequence(views, other)).isEqualTo(1);
            try (PartitionReader reader = views.read(0, readers)) {
                assertThat(Objects.requireNonNull(((Event) reader.record(RecordKey.of(first))
                                        .orElseThrow()
                                        .record())
                                .getPayload()))
                        .isEqualTo("{\"first\":true}");
            }
        }
    }
}
