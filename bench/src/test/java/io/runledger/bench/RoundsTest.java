package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    @Test
    void tellsTheMiddleAndTheSpread() {
        Rounds odd = new Rounds(List.of(9.0, 1.0, 4.0));

        assertThat(odd.median()).isEqualTo(4);
        assertThat(odd.low()).isEqualTo(1);
        assertThat(odd.high()).isEqualTo(9);
        assertThat(new Rounds(List.of(4.0, 1.0)).median()).isEqualTo(2.5);
    }

    @Test
    void isSetBesideItsLimitRoundByRound() {
        Rounds ours = new Rounds(List.of(10.0, 30.0, 20.0));

        assertThat(ours.over(new Rounds(List.of(100.0, 100.0, 50.0))).values()).containsExactly(0.1, 0.3, 0.4);
        assertThat(ours.over(Rounds.of(40)).values()).containsExactly(0.5);
    }

    @Test
    void isNothingWithoutMeasurement() {
        assertThatThrownBy(() -> new Rounds(List.of())).hasMessage("nothing was measured");
    }
}
