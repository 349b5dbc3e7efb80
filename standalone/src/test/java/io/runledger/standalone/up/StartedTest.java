package io.runledger.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StartedTest {
    private final List<String> closed = new ArrayList<>();
    private final Started started = new Started();

    @Test
    void closesInReverseAndGoesOnAfterFailure() {
        started.add(() -> closed.add("first"));
        started.add(() -> {
            throw new IOException("does not close");
        });
        started.add(() -> closed.add("last"));

        started.close();

        assertThat(closed).containsExactly("last", "first");
    }

    @Test
    void closesWhatComesTooLate() {
        started.close();

        assertThatThrownBy(() -> started.add(() -> closed.add("late"))).isInstanceOf(IllegalStateException.class);
        assertThat(closed).containsExactly("late");
    }
}
