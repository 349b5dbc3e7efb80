package io.runledger.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BucketsTest {
    private final SetClock clock = new SetClock();
    private final Buckets buckets = new Buckets(new Rate(2, 4), 3, clock);

    @Test
    void allowsTheBurstAndThenTheRate() {
        for (int i = 0; i < 4; i++) {
            assertThat(buckets.take("ada")).isEmpty();
        }
        assertThat(buckets.take("ada")).contains(Duration.ofMillis(500));

        clock.pass(Duration.ofMillis(499));
        assertThat(buckets.take("ada")).contains(Duration.ofMillis(1));
        clock.pass(Duration.ofMillis(1));
        assertThat(buckets.take("ada")).isEmpty();
        assertThat(buckets.take("ada")).isPresent();
    }

    @Test
    void neverHasMoreThanTheBurst() {
        clock.pass(Duration.ofDays(1));

        for (int i = 0; i < 4; i++) {
            assertThat(buckets.take("ada")).isEmpty();
        }
        assertThat(buckets.take("ada")).isPresent();
    }

    @Test
    void countsEachNameByItself() {
        for (int i = 0; i < 5; i++) {
            buckets.take("ada");
        }

        assertThat(buckets.take("ada")).isPresent();
        assertThat(buckets.take("rita")).isEmpty();
    }

    @Test
    void remembersSoManyNamesAndForgetsTheOneThatWasNotUsedForLongest() {
        for (int i = 0; i < 5; i++) {
            buckets.take("ada");
            buckets.take("rita");
        }
        for (int i = 0; i < 1_000; i++) {
            buckets.take("other-" + i);
            assertThat(buckets.take("rita")).isPresent();
        }

        assertThat(buckets.size()).isEqualTo(3);
        assertThat(buckets.take("ada")).as("forgotten").isEmpty();
    }

    @Test
    void readsTheRates() {
        assertThat(limits(Map.of())).isEqualTo(new Limits(Optional.empty(), Optional.of(new Rate(1, 20))));
        assertThat(limits(Map.of("RUNLEDGER_FAILURE_LIMIT", "0"))).isEqualTo(Limits.none());
        assertThat(limits(Map.of("RUNLEDGER_RATE_LIMIT", "5")).requests()).contains(new Rate(5, 50));
        assertThat(limits(Map.of("RUNLEDGER_RATE_LIMIT", "5", "RUNLEDGER_RATE_BURST", "7"))
                        .requests())
                .contains(new Rate(5, 7));
    }

    @Test
    void refusesARateThatIsNone() {
        for (Map<String, String> wrong : List.of(
                Map.of("RUNLEDGER_RATE_LIMIT", "0"),
                Map.of("RUNLEDGER_RATE_LIMIT", "1.5"),
                Map.of("RUNLEDGER_RATE_LIMIT", "5", "RUNLEDGER_RATE_BURST", "0"),
                Map.of("RUNLEDGER_RATE_BURST", "5"))) {
            assertThatThrownBy(() -> limits(wrong))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("RUNLEDGER_RATE_");
        }
    }

    private static Limits limits(Map<String, String> environment) {
        return Limits.from(new Settings(environment));
    }

    private static final class SetClock implements TimeMeter {
        private final AtomicLong nanos = new AtomicLong();

        void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
