package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
    private static Latencies upTo(int milliseconds) {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= milliseconds; i++) {
            latencies.record(Duration.ofMillis(i).toNanos());
        }
        return latencies;
    }

    @Test
    void tellsWithinWhatTimeHowManyWereDone() {
        Latencies latencies = upTo(1_000);

        assertThat(latencies.percentile(50)).isCloseTo(500, within(1.0));
        assertThat(latencies.percentile(99)).isCloseTo(990, within(1.0));
        assertThat(latencies.percentile(100)).isCloseTo(1_000, within(1.0));
    }
}
