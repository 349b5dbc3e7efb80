package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LoadTest {
    @Test
    void clientsActUntilNothingIsLeft() throws Exception {
        AtomicInteger left = new AtomicInteger(10);

        Sample sample = Load.all(List.of(() -> take(left), () -> take(left)));

        assertThat(sample.operations()).isEqualTo(30);
        assertThat(sample.latencies().orElseThrow().count()).isEqualTo(10);
    }

    private static int take(AtomicInteger left) {
        return left.getAndDecrement() > 0 ? 3 : 0;
    }

    @Test
    void whoComesLateHasWaitedSinceItsMoment() throws Exception {
        int[] acts = {0};

        Sample sample = Load.paced(1_000, Duration.ofMillis(100), List.of(() -> {
            long until =
                    System.nanoTime() + (acts[0]++ == 0 ? Duration.ofMillis(80).toNanos() : 0);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return 1;
        }));

        assertThat(sample.operations()).isEqualTo(100);
        assertThat(sample.p50())
                .as("one slow answer of a hundred makes most of them late")
                .isGreaterThan(20);
    }
}
