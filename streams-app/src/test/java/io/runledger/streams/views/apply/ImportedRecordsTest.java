package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.ApplyOutcome;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RejectQuery;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the views make of records that were imported from another ledger. */
final class ImportedRecordsTest {
    private static final Seal OTHERS = new Seal("the other ledger's");

    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));
    private final Memory memory = new Memory(8 << 20, 4 << 20);
    private final PartitionViews views;

    ImportedRecordsTest(@TempDir Path directory) {
        views = new PartitionViews(directory, memory, records.registry, 1, Records.CRITERIA);
    }

    @AfterEach
    void close() {
        views.close();
        memory.close();
    }

    private static Origin origin(int partition, long sequence) {
        return new Origin(new Position(partition, sequence), 1_000 + sequence);
    }

    private static Event event(String id) {
        return Records.event("r", id, "x", "t", "{}");
    }

    private LogRecord imported(long offset, Event event, int partition, long sequence) {
        return records.imported(offset, event, origin(partition, sequence), Records.SEAL);
    }

    private boolean isCarried() {
        try (PartitionReader reader = views.read(0, readers)) {
            return reader.directory().isCarried("r");
        }
    }

    private List<String> rejects() {
        RejectQuery all =
                new RejectQuery(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
        try (PartitionReader reader = views.read(0, readers)) {
            return reader.rejects().page(all, 10).stream()
                    .map(RejectedRecord::reason)
                    .toList();
        }
    }

    @Test
    void standWhereTheyWereAppendedAndKnowWhereTheyCameFrom() {
        views.apply(imported(4, event("a"), 7, 100));

        try (PartitionReader reader = views.read(0, readers)) {
            StoredRecord stored = reader.record(RecordKey.of(event("a"))).orElseThrow();
            assertThat(stored.place()).isEqualTo(new Place(4, 4));
            assertThat(stored.origin()).contains(origin(7, 100));
            assertThat(stored.atOrigin().partition()).isEqualTo(7);
            assertThat(stored.atOrigin().place()).isEqualTo(new Place(100, 1_100));
        }
    }

    @Test
    void areRejectedWithoutTheSealOfThisLedger() {
        LogRecord good = imported(0, event("a"), 7, 100);
        byte[] header = good.origin().orElseThrow();
        LogRecord otherRecord = records.at(1, event("b"));
        otherRecord.headers().add(Origin.HEADER, header);
        LogRecord changed = records.at(2, event("a"));
        byte[] tampered = header.clone();
        tampered[Origin.BYTES - 1]++;
        changed.headers().add(Origin.HEADER, tampered);
        LogRecord empty = records.at(3, event("a"));
        empty.headers().add(Origin.HEADER, null);

        views.apply(records.imported(0, event("a"), origin(7, 100), OTHERS));
        views.apply(otherRecord);
        views.apply(changed);
        views.apply(empty);

        assertThat(rejects()).hasSize(4).containsOnly("forged-origin");
        assertThat(views.apply(imported(4, event("a"), 7, 100))).isEqualTo(ApplyOutcome.APPLIED);
    }

    @Test
    void bringTheDecisionsOfAnotherGuard() {
        Artifact artifact = Records.artifact("r", "artifact", "t");
        Event grant =
                Records.grant(Records.request("r", "request", "artifact"), 2, ArtifactStatus.APPROVED, "t", OTHERS);
        Event unsound = Records.grant(
                Records.request("r", "other", "artifact"), 9, ArtifactStatus.REJECTED, "a\u0000b", OTHERS);

        views.apply(records.imported(0, artifact, origin(1, 5), Records.SEAL));
        views.apply(records.at(1, grant));
        views.apply(imported(2, unsound, 1, 6));
        views.apply(imported(3, grant, 1, 7));

        assertThat(rejects()).containsExactly("forged-decision", "forged-decision");
        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.record(RecordKey.of(artifact))
                            .flatMap(StoredRecord::state)
                            .map(GivenState::revision))
                    .contains(2L);
        }
    }

    @Test
    void makeACarriedRunAsLongAsAllAreInTheOrderOfTheirOrigins() {
        views.apply(imported(0, event("a"), 7, 100));
        views.apply(imported(1, event("b"), 7, 102));
        assertThat(isCarried()).isTrue();

        views.apply(records.at(2, event("local")));
        assertThat(isCarried()).isFalse();

        views.apply(imported(3, event("local"), 7, 110));
        assertThat(isCarried()).isTrue();

        views.apply(imported(4, event("before"), 7, 101));
        assertThat(isCarried()).isFalse();

        views.apply(records.at(5, Records.erasure(RecordKey.of(event("before")))));
        assertThat(isCarried()).isFalse();
    }

    @Test
    void ofSeveralLedgersMakeNoCarriedRun() {
        views.apply(imported(0, event("a"), 7, 100));
        views.apply(imported(1, event("b"), 2, 101));

        assertThat(isCarried()).isFalse();
        try (PartitionReader reader = views.read(0, readers)) {
            assertThat(reader.directory().isMixed("r")).isTrue();
        }
    }

    @Test
    void areHealedWithTheirOrigin() {
        try (TestLedger ledger = new TestLedger(records)) {
            Event grant =
                    Records.grant(Records.request("r", "request", "artifact"), 2, ArtifactStatus.APPROVED, "t", OTHERS);
            ledger.append(records.imported(0, grant, origin(7, 100), Records.SEAL));
            ledger.append(Records.at(1, Records.key(grant), new byte[] {7, 7}));
            ledger.heal();

            List<LogRecord> left = TestLedger.compacted(ledger.log);

            assertThat(left).singleElement().satisfies(copy -> {
                assertThat(copy.isHealing()).isTrue();
                assertThat(copy.origin().orElseThrow())
                        .isEqualTo(ledger.log.get(0).origin().orElseThrow());
            });
            assertThat(ledger.replay(left, 0)).isEqualTo(ledger.live());
        }
    }
}
