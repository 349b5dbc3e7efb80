package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That it measures, not what comes out. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class DecideCommandIT {
    @Test
    void printsTheTimesAndTheirLimit() {
        StringWriter out = new StringWriter();

        int code = Main.commandLine().setOut(new PrintWriter(out)).execute("decide", "--requests", "10");

        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("milliseconds +p50 +p90 +p99 +max"),
                        line -> assertThat(line).matches("request to verdict, over HTTP( +\\d+\\.\\d\\d){4}"),
                        line -> assertThat(line).matches("limit: one append, acks=all( +\\d+\\.\\d\\d){4}"),
                        line -> assertThat(line).matches("times the limit( +\\d+\\.\\d){4}"));
    }

    @Test
    void refusesToMeasureNothing() {
        StringWriter err = new StringWriter();

        int code = Main.commandLine().setErr(new PrintWriter(err)).execute("decide", "--requests", "0");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--requests must be 1 or more, not 0");
    }
}
