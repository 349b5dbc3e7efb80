package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void refusesToMeasureNothing() {
        assertThat(run("append", "--events", "10")).isEqualTo(2);
        assertThat(err.toString()).contains("--events must be 1000 or more, not 10");
    }

    @Test
    void namesTheScenariosThereAre() {
        assertThat(run("appendd")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no scenario appendd; there are append, apply, visible,");
    }

    @Test
    void refusesReportThatCannotBeWrittenBeforeItMeasures() {
        assertThat(run("append", "--json", "nowhere/report.json")).isEqualTo(2);
        assertThat(err.toString()).contains("in a directory that is not there");
    }

    @Test
    void helpSaysWhatIsMeasured() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("POST /events/batch and POST /events, beside Kafka's own producer of the same bytes");
    }

    @Test
    void withoutNamesRunsAllButThoseThatAreOnlyRunByName() {
        assertThat(Scenarios.named(List.of()))
                .extracting(Scenario::name)
                .contains("append", "cost")
                .doesNotContain("fsync", "micro");
    }
}
