package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    @Test
    void contendersTakeTurnsAndTheFirstRoundsDoNotCount() throws Exception {
        List<String> order = new ArrayList<>();
        int[] turn = {0};

        List<List<Sample>> samples = Turns.take(
                1,
                2,
                () -> order.add("before"),
                List.of(() -> done(order, "ours", ++turn[0]), () -> done(order, "limit", ++turn[0])));

        assertThat(order)
                .containsExactly(
                        "before", "ours", "before", "limit", "before", "ours", "before", "limit", "before", "ours",
                        "before", "limit");
        assertThat(Rounds.of(samples.get(0), Sample::operations).values()).containsExactly(3.0, 5.0);
        assertThat(Rounds.of(samples.get(1), Sample::operations).values()).containsExactly(4.0, 6.0);
    }

    private static Sample done(List<String> order, String who, int operations) {
        order.add(who);
        return Sample.of(operations, 1);
    }
}
