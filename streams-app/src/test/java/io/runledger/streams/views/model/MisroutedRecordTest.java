package io.runledger.streams.views.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Which strays may go home, and in which order. */
final class MisroutedRecordTest {
    @Provide
    Arbitrary<List<MisroutedRecord>> strays() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.of("run-1", "run-2"),
                        Arbitraries.of("left", "right"))
                .as((partition, offset, occurredAt, run, producer) ->
                        moving(partition, offset, run, producer, occurredAt))
                .list()
                .uniqueElements()
                .ofMaxSize(60);
    }

    @Property(tries = 200)
    void everyLineGoesInOrderUpToItsLastSettledRecord(
            @ForAll("strays") List<MisroutedRecord> seen, @ForAll int settledPartition) {
        int partition = Math.floorMod(settledPartition, 4);

        List<MisroutedRecord> ready = MisroutedRecord.ready(seen, moving -> moving.partition() == partition);

        assertThat(ready)
                .containsAll(seen.stream()
                        .filter(moving -> moving.partition() == partition)
                        .toList());
        assertThat(ready).isSortedAccordingTo(MisroutedRecord.ORDER).doesNotHaveDuplicates();
        Map<MisroutedRecord.Line, MisroutedRecord> last = new HashMap<>();
        ready.forEach(moving -> last.put(moving.line(), moving));
        assertThat(last.values()).allMatch(moving -> moving.partition() == partition);
        assertThat(seen.stream()
                        .filter(moving -> !ready.contains(moving))
                        .filter(moving -> last.containsKey(moving.line())))
                .allMatch(moving -> MisroutedRecord.ORDER.compare(moving, last.get(moving.line())) > 0);
    }

    @Test
    void whatHappenedAtTheSameTimeGoesInTheOrderOfTheAppends() {
        MisroutedRecord second = moving(0, 8, "run-1", "left", 5);
        MisroutedRecord first = moving(3, 7, "run-1", "left", 5);

        assertThat(MisroutedRecord.ready(List.of(second, first), moving -> true))
                .containsExactly(first, second);
    }

    @Test
    void nothingGoesThatIsNotSettled() {
        assertThat(MisroutedRecord.ready(List.of(moving(0, 1, "run-1", "left", 1)), moving -> false))
                .isEmpty();
    }

    private static MisroutedRecord moving(int partition, long offset, String run, String producer, long occurredAt) {
        RecordKey key = new RecordKey(RecordKey.Kind.EVENT, run, partition + "-" + offset);
        return new MisroutedRecord(partition, new Place(offset, offset), key, producer, occurredAt);
    }
}
