package io.runledger.core.process;

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
    void closesInReverseAndContinuesAfterFailure() {
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

    @Test
    void closesWhatWasStartedBeforeAFailure() {
        assertThatThrownBy(() -> Started.whole(parts -> {
                    parts.add(() -> closed.add("first"));
                    parts.add(() -> closed.add("second"));
                    throw new IOException("the third does not start");
                }))
                .isInstanceOf(IOException.class);

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void leavesAWholeOpenForItsOwner() {
        Started whole = Started.whole(parts -> {
            parts.add(() -> closed.add("first"));
            return parts;
        });
        assertThat(closed).isEmpty();

        whole.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void closesFirstWhatOthersWaitFor() {
        AutoCloseable waitedFor = started.add(() -> closed.add("waited for"));
        started.add(() -> closed.add("server"));
        started.closeFirst(waitedFor);

        started.close();

        assertThat(closed).containsExactly("waited for", "server");
    }
}
