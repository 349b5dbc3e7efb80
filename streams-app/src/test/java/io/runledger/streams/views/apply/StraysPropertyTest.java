package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.Outbox;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records that a producer put into another partition than their run's, among duplicates, conflicts, garbage and
 * erasures, with the partitions read in any interleaving: every partition's state is what its own log says, live, after
 * a restart, and after compaction; and what came astray is at home.
 */
final class StraysPropertyTest {
    private static final int PARTITIONS = 3;

    enum What {
        FIRST,
        OTHER_CONTENT,
        GARBAGE,
        NULL,
        ERASURE,
        ARTIFACT,
        GRANT,
        FORGED,
        /** With a good origin, which it has to keep on its way. */
        IMPORTED_GRANT
    }

    /**
     * One thing that happens.
     *
     * @param astray how far from home it is put; 0 is home
     * @param read the partition that is read then
     */
    record Step(What what, int key, int astray, int read) {}

    private final Records records = new Records();

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(6, What.FIRST),
                Tuple.of(2, What.OTHER_CONTENT),
                Tuple.of(1, What.GARBAGE),
                Tuple.of(1, What.NULL),
                Tuple.of(1, What.ERASURE),
                Tuple.of(2, What.ARTIFACT),
                Tuple.of(4, What.GRANT),
                Tuple.of(1, What.FORGED),
                Tuple.of(3, What.IMPORTED_GRANT));
        Arbitrary<Integer> any = Arbitraries.integers().between(0, PARTITIONS - 1);
        return Combinators.combine(what, Arbitraries.integers().between(0, 5), any, any)
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 25)
    void everyPartitionIsWhatItsOwnLogSays(@ForAll("steps") List<Step> steps, @ForAll int where) {
        List<TestLedger> ledger = new ArrayList<>();
        try {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ledger.add(new TestLedger(records, partition, PARTITIONS));
            }
            for (Step step : steps) {
                append(step, ledger);
                ledger.get(step.read).process();
            }

            mend(ledger);

            for (TestLedger partition : ledger) {
                List<LogRecord> log = partition.log;
                int cut = Math.floorMod(where, log.size() + 1);
                String live = partition.live();
                assertThat(partition.replay(log, cut)).as("the whole log").isEqualTo(live);
                assertThat(partition.replay(TestLedger.compacted(log), 0))
                        .as("the compacted log")
                        .isEqualTo(live);
                assertThat(partition.replayWithRestart(cut))
                        .as("restarted at %s", cut)
                        .isEqualTo(live);
                assertThat(TestLedger.compacted(log))
                        .as("nothing is left astray")
                        .filteredOn(record -> record.value() != null)
                        .filteredOn(record -> isReadable(record.value()))
                        .allMatch(record -> RunPartition.of(
                                        RecordKey.parse(record.key())
                                                .orElseThrow()
                                                .runId(),
                                        PARTITIONS)
                                == record.partition());
            }
        } finally {
            ledger.forEach(TestLedger::close);
        }
    }

    private static boolean isReadable(byte @Nullable [] value) {
        return value != null && value[0] == 0;
    }

    private void append(Step step, List<TestLedger> ledger) {
        String run = "run-" + step.key % 3;
        Event first = Records.event(run, "e" + step.key, "type", "task", "{}");
        int home = RunPartition.of(run, PARTITIONS);
        TestLedger to = ledger.get((home + step.astray) % PARTITIONS);
        int partition = (home + step.astray) % PARTITIONS;
        SpecificRecord event =
                switch (step.what) {
                    case OTHER_CONTENT -> Records.event(run, "e" + step.key, "other", null, "{\"a\":1}");
                    case ERASURE -> Records.erasure(RecordKey.of(first));
                    case ARTIFACT -> Records.artifact(run, "artifact", null);
                    case GRANT -> grant(run, step.key, Records.SEAL);
                    case FORGED, IMPORTED_GRANT -> grant(run, step.key, new Seal("forged"));
                    default -> first;
                };
        Optional<byte[]> value =
                switch (step.what) {
                    case NULL -> Optional.empty();
                    case GARBAGE -> Optional.of(new byte[] {7, 7, 7});
                    default -> Optional.of(records.wire(event));
                };
        LogRecord record = record(partition, to.end(), Records.key(event), value.orElse(null));
        if (step.what == What.IMPORTED_GRANT) {
            Origin origin = new Origin(new Position(1, step.key), 1_000);
            record.headers().add(Origin.HEADER, Records.SEAL.header(origin, record.key(), records.wire(event)));
        }
        to.append(record);
    }

    private static Event grant(String run, int key, Seal seal) {
        Event request = Records.request(run, "request-" + key, "artifact");
        return Records.grant(
                request, 2 + key / 3, List.of(ArtifactStatus.values()).get(key), "task-" + key, seal);
    }

    private static LogRecord record(int partition, long offset, byte[] key, byte @Nullable [] value) {
        return new LogRecord(partition, offset, offset, key, value, new RecordHeaders());
    }

    /** What the mender does, until there is nothing more to do. */
    private static void mend(List<TestLedger> ledger) {
        for (int round = 0; round < 20; round++) {
            boolean moved = false;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TestLedger from = ledger.get(partition);
                for (Outbox.Rejected stray : from.strays()) {
                    int home = RunPartition.of(
                            RecordKey.parse(stray.key()).orElseThrow().runId(), PARTITIONS);
                    TestLedger to = ledger.get(home);
                    LogRecord homeward = record(home, to.end(), stray.key(), stray.value());
                    stray.origin().ifPresent(origin -> homeward.headers().add(Origin.HEADER, origin));
                    to.append(homeward);
                    from.append(record(partition, from.end(), stray.key(), null));
                    moved = true;
                }
            }
            ledger.forEach(TestLedger::heal);
            if (!moved && ledger.stream().noneMatch(TestLedger::isUnhealed)) {
                return;
            }
        }
        throw new AssertionError("mending does not settle");
    }
}
