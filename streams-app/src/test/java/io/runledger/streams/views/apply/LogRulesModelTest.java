package io.runledger.streams.views.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The executable model of the log's rules, which {@link LogRulesPropertyTest} holds the code to. */
final class LogRulesModelTest {
    private static final Path MODEL = Path.of("..", "docs", "model", "log_rules.py");
    private static final int SEEDS = 3_000;

    @Test
    void hasNoCounterexample() throws Exception {
        assumeTrue(isPythonHere(), "there is no python3 here: the model of the log's rules is not run");

        Process model = new ProcessBuilder("python3", MODEL.toString(), String.valueOf(SEEDS))
                .redirectErrorStream(true)
                .start();
        String said = new String(model.getInputStream().readAllBytes(), UTF_8);

        assertThat(model.waitFor()).as(said).isZero();
        assertThat(said).startsWith("0 counterexamples");
    }

    private static boolean isPythonHere() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
