package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(progress, true, UTF_8));

    ReportTest() {
        report.add(
                "append",
                Measured.of("batches", "events/s", new Rounds(List.of(20_000.0, 30_000.0, 10_000.0)))
                        .beside("the producer", new Rounds(List.of(100_000.0, 100_000.0, 100_000.0)))
                        .wants(FigureTarget.atLeast(0.25)));
        report.add("visible", Measured.of("p50", "ms", Rounds.of(1.234)).wants(FigureTarget.below(5)));
    }

    @Test
    void tellsEveryFigureBesideItsLimitAsItComes() {
        assertThat(progress.toString(UTF_8))
                .contains("batches: 20,000 (10,000-30,000) events/s; the producer 100,000 (100,000-100,000);"
                        + " ratio 0.200 (0.100-0.300) (wanted ratio >= 0.250: MISSED)")
                .contains("p50: 1.23 ms (wanted <= 5.00)");
    }

    @Test
    void endsWithTable() throws Exception {
        StringWriter out = new StringWriter();

        report.print(new PrintWriter(out), Machine.now());

        assertThat(out.toString().lines())
                .contains(
                        "| append | batches | 20,000 (10,000-30,000) events/s | the producer: 100,000 (100,000-100,000) |"
                                + " 0.200 (0.100-0.300) | ratio >= 0.250 MISSED |",
                        "| visible | p50 | 1.23 ms |  |  | <= 5.00 |");
    }

    @Test
    void isWrittenWithEveryRoundAndWhatItWasMeasuredOn(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("report.json");

        report.write(file, Machine.now(), new Bench(200_000, 7, report, new PrintStream(progress, true, UTF_8)));

        JsonNode written = ReportJson.MAPPER.readTree(file.toFile());
        assertThat(written.at("/settings/seed").asLong()).isEqualTo(7);
        assertThat(written.at("/machine/cores").asInt()).isPositive();
        assertThat(written.at("/versions/kafka").asText()).isNotEmpty();
        assertThat(written.at("/commit").asText()).isNotEmpty();
        JsonNode first = written.at("/measured/0");
        assertThat(first.at("/ours/rounds")).hasSize(3);
        assertThat(first.at("/limit/what").asText()).isEqualTo("the producer");
        assertThat(first.at("/ratio/median").asDouble()).isEqualTo(0.2);
        assertThat(first.get("met").asBoolean()).isFalse();
        assertThat(written.at("/measured/1/met").asBoolean()).isTrue();
    }
}
