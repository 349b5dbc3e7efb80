package io.runledger.schemas.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.Uuid;

/** While the guard key is replaced, what one process seals is genuine for every other one, whichever was restarted first. */
final class SealTest {
    private static final String OLD = "the old key";
    private static final String NEW = "the new key";
    private static final Origin ORIGIN = new Origin(new Position(3, 4), 5);
    private static final SealedPlace PLACE = new SealedPlace(Uuid.ONE_UUID, 1, 2, 3);
    private static final SealMark MARK = SealMark.ofNew(Uuid.ONE_UUID, 2);

    /** What a process has after each step of the replacement; before it, nobody knows the new key. */
    private static Seal after(int step) {
        return switch (step) {
            case 0 -> new Seal(OLD);
            case 1 -> new Seal(OLD, List.of(NEW));
            case 2 -> new Seal(NEW, List.of(OLD));
            default -> new Seal("the newest key", List.of(NEW, OLD));
        };
    }

    @Property
    void holdsBetweenProcessesThatAreAStepApart(
            @ForAll @IntRange(max = 2) int one,
            @ForAll @IntRange(max = 2) int other,
            @ForAll byte[] key,
            @ForAll byte[] value) {
        Assume.that(Math.abs(one - other) <= 1);

        assertHolds(after(one), after(other), key, value, true);
    }

    @Property
    void holdsForWhatIsOnTheLogAsLongAsItsKeyIsKnown(@ForAll byte[] key, @ForAll byte[] value) {
        for (int step = 0; step <= 2; step++) {
            assertHolds(after(step), after(3), key, value, true);
        }
    }

    @Property
    void doesNotHoldByAKeyThatIsNotKnown(@ForAll byte[] key, @ForAll byte[] value) {
        assertHolds(after(2), after(0), key, value, false);
        assertHolds(after(0), new Seal(NEW), key, value, false);
    }

    @Property
    void isMadeByTheFirstKeyOnly(@ForAll byte[] key, @ForAll byte[] value) {
        Seal both = new Seal(OLD, List.of(NEW));
        Seal one = new Seal(OLD);

        assertThat(both.attestation(key, value)).isEqualTo(one.attestation(key, value));
        assertThat(both.header(ORIGIN, key, value)).isEqualTo(one.header(ORIGIN, key, value));
        assertThat(both.header(PLACE, key, value)).isEqualTo(one.header(PLACE, key, value));
        assertThat(both.of(decision(), "{}")).isEqualTo(one.of(decision(), "{}"));
        assertThat(both.ofRequest("GET", "/runs")).isEqualTo(one.ofRequest("GET", "/runs"));
        assertThat(both.marked(MARK)).isEqualTo(one.marked(MARK));
    }

    private static void assertHolds(Seal sealing, Seal reading, byte[] key, byte[] value, boolean holds) {
        assertThat(reading.attests(sealing.attestation(key, value), key, value)).isEqualTo(holds);
        assertThat(reading.origin(sealing.header(ORIGIN, key, value), key, value)
                        .filter(ORIGIN::equals))
                .isEqualTo(holds ? Optional.of(ORIGIN) : Optional.empty());
        assertThat(reading.place(sealing.header(PLACE, key, value), key, value).isPresent())
                .isEqualTo(holds);
        assertThat(reading.matches(decision(), "{}", sealing.of(decision(), "{}")))
                .isEqualTo(holds);
        assertThat(reading.isOfRequest(sealing.ofRequest("GET", "/runs"), "GET", "/runs"))
                .isEqualTo(holds);
        assertThat(reading.mark(sealing.marked(MARK)).isPresent()).isEqualTo(holds);
    }

    private static Event decision() {
        return Event.newBuilder()
                .setEventId("decision:q1")
                .setEventType("artifact.reviewed")
                .setRunId("r1")
                .setProducer("guard")
                .setOccurredAt(Instant.parse("2026-11-21T09:00:00Z"))
                .setPayload("{}")
                .setPayloadDigest(PayloadDigest.of("{}"))
                .build();
    }
}
