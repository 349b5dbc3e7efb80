package io.runledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That each scenario measures what it says, not what comes out. Each starts a ledger of its own: with
 * {@code -Drunledger.bench.scenarios=all} all of them, else a few.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ScenariosIT {
    private static final List<String> APPENDED = List.of(
            "batches of 100, 1 connection/ratio",
            "batches of 100, 8 connections/ratio",
            "batches of 1,000, 1 connection/ratio",
            "batches of 1,000, 8 connections/ratio",
            "one POST /events, p50/ratio",
            "one POST /events, p99/ratio",
            "POST /events, 16 connections/ratio");

    private static final String WANTED = System.getProperty("runledger.bench.scenarios", "append,decide");

    static Stream<Arguments> wanted() {
        return scenarios()
                .filter(arguments ->
                        WANTED.equals("all") || List.of(WANTED.split(",")).contains(arguments.get()[0].toString()));
    }

    private static Stream<Arguments> scenarios() {
        return Stream.of(
                Arguments.of("append", APPENDED),
                Arguments.of("apply", List.of("records applied/ratio", "records applied/ratio")),
                Arguments.of(
                        "visible",
                        List.of(
                                "visible, idle, p50/ratio",
                                "visible, idle, p99/ratio",
                                "visible, half load, p50",
                                "visible, half load, p99",
                                "the load meanwhile")),
                Arguments.of("read", read()),
                Arguments.of("replay", List.of("records replayed/ratio")),
                Arguments.of(
                        "restore",
                        List.of("ready without views/ratio", "records restored (in the time between)/ratio")),
                Arguments.of("export", List.of("records exported/ratio", "most heap in use meanwhile")),
                Arguments.of(
                        "cost",
                        List.of(
                                "start, cold (a new ledger)",
                                "memory, idle",
                                "processor time, written over HTTP and applied",
                                "memory, loaded",
                                "log on disk/ratio",
                                "views on disk/ratio",
                                "log and views on disk/ratio",
                                "start, warm")),
                Arguments.of("decide", List.of("request to verdict, p50/ratio", "request to verdict, p99/ratio")),
                Arguments.of("fsync", APPENDED),
                Arguments.of("micro", micro()));
    }

    private static List<String> read() {
        List<String> rows = new ArrayList<>();
        for (String query : List.of(
                "timeline page of 100",
                "one event by id",
                "artifacts by status",
                "type page over all runs",
                "task audit",
                "timeline page of 100 amid a long run")) {
            for (String readers : List.of("1 reader", "8 readers", "32 readers")) {
                String what = query + ", " + readers;
                rows.addAll(List.of(what + "/ratio", what + ", half of that, p50", what + ", half of that, p99"));
                if (readers.equals("1 reader") && !query.contains("long run")) {
                    rows.add(query + ", p50, of 2,000/ratio");
                }
            }
        }
        return rows;
    }

    private static List<String> micro() {
        return Stream.of("canonicalJson", "decode", "digest", "encode", "findSecrets", "redactAtDoor", "apply")
                .flatMap(step -> Stream.of(step, step + ", allocated"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wanted")
    void reportsItsFigures(String scenario, List<String> rows, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("report.json");
        StringWriter out = new StringWriter();

        int code = BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .execute(scenario, "--events", "2000", "--seed", "5", "--json", file.toString());

        assertThat(code).isZero();
        assertThat(out.toString()).contains("| " + scenario + " | ");
        JsonNode measured = ReportJson.MAPPER.readTree(file.toFile()).get("measured");
        assertThat(measured)
                .extracting(row -> row.get("what").asText() + (row.has("ratio") ? "/ratio" : ""))
                .containsExactlyElementsOf(rows);
        assertThat(measured).allSatisfy(row -> {
            assertThat(row.get("scenario").asText()).isEqualTo(scenario);
            assertThat(row.at("/ours/median").asDouble()).isPositive().isFinite();
            assertThat(row.at("/ratio/median").asDouble(1)).isPositive().isFinite();
        });
    }

    @Test
    void everyScenarioIsAmongThem() {
        assertThat(scenarios().map(arguments -> arguments.get()[0]))
                .containsExactlyElementsOf(
                        Scenarios.ALL.stream().map(Scenario::name).toList());
    }
}
