package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminationTest {
    @Test
    void leavesTimeForRequestsAndForWhatComesBehindThem() {
        Termination termination = from("5s", "30s");

        assertThat(termination.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(termination.patience()).isEqualTo(Duration.ofSeconds(13));
        assertThat(Termination.from(new Settings(Map.of())).patience())
                .as("longer than a write may wait for the log")
                .isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void refusesTimesThatLeaveNone() {
        assertThat(from("5s", "10s").patience()).isPositive();
        assertThatThrownBy(() -> from("6s", "10s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RUNLEDGER_SHUTDOWN_DELAY must be at most half of RUNLEDGER_SHUTDOWN_GRACE");
        assertThatThrownBy(() -> from("0s", "500ms"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RUNLEDGER_SHUTDOWN_GRACE must be from 1s to 1h");
    }

    private static Termination from(String delay, String grace) {
        return Termination.from(
                new Settings(Map.of("RUNLEDGER_SHUTDOWN_DELAY", delay, "RUNLEDGER_SHUTDOWN_GRACE", grace)));
    }
}
