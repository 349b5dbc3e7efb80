package io.runledger.streams.views.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class HeadwayTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger probes = new AtomicInteger();
    private boolean more = true;
    private final Headway headway = new Headway(now::get, (partition, from, end) -> {
        probes.incrementAndGet();
        return more;
    });

    private Optional<String> look(Duration later, long applied, long end) {
        now.addAndGet(later.toNanos());
        return headway.look(Map.of(3, applied), Map.of(3, end));
    }

    @Test
    void aPartitionThatTakesInNothingForHalfAMinuteIsStuckHoweverLittleThereIs() {
        look(Duration.ZERO, 7, 9);

        assertThat(look(Headway.SOON.minusNanos(1), 7, 9)).isEmpty();
        assertThat(look(Duration.ofNanos(1), 7, 9))
                .hasValueSatisfying(stuck -> assertThat(stuck).contains("partition 3", "30 s", "after offset 7"));
        assertThat(look(Duration.ZERO, 8, 9)).isEmpty();
    }

    @Test
    void oneThatMakesProgressIsNotHoweverFarItLagsBehind() {
        for (int applied = 0; applied < 10; applied++) {
            assertThat(look(Headway.SOON, applied, 1_000_000)).isEmpty();
        }
    }

    @Test
    void anEndWithoutARecordIsNoMoreAndIsLookedForOnce() {
        more = false;
        look(Duration.ZERO, 7, 9);

        assertThat(look(Headway.SOON, 7, 9)).isEmpty();
        assertThat(look(Headway.SOON, 7, 9)).isEmpty();
        assertThat(probes).hasValue(1);

        more = true;
        assertThat(look(Headway.SOON, 7, 10)).isPresent();
    }

    @Test
    void whereItIsNotKnownNothingIsSaid() {
        look(Duration.ZERO, LogWatch.Applied.UNKNOWN, 9);

        assertThat(look(Headway.SOON, LogWatch.Applied.UNKNOWN, 9)).isEmpty();
        assertThat(look(Headway.SOON, -1, 9)).as("since it is known").isEmpty();
        assertThat(look(Headway.SOON, -1, 9)).isPresent();
    }
}
