package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
    private static Latencies upTo(String name, int milliseconds) {
        Latencies latencies = new Latencies(name);
        for (int i = 1; i <= milliseconds; i++) {
            latencies.record(Duration.ofMillis(i).toNanos());
        }
        return latencies;
    }

    @Test
    void tellsWithinWhatTimeHowManyWereDone() {
        Latencies latencies = upTo("calls", 1_000);

        assertThat(latencies.percentile(50)).isCloseTo(500, within(1.0));
        assertThat(latencies.percentile(99)).isCloseTo(990, within(1.0));
        assertThat(latencies.percentile(100)).isCloseTo(1_000, within(1.0));
    }

    @Test
    void setsTheTimesBesideTheirLimit() {
        Latencies latencies = upTo("calls", 1_000);

        assertThat(latencies.row()).matches("calls +50\\d\\.\\d\\d +90\\d\\.\\d\\d +99\\d\\.\\d\\d +100\\d\\.\\d\\d");
        assertThat(latencies.ratioRow(upTo("limit", 100))).matches("times the limit +10\\.0 +10\\.0 +10\\.0 +10\\.0");
    }
}
