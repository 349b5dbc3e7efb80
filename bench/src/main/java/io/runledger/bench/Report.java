package io.runledger.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was measured, and on what. */
final class Report {
    private final PrintStream progress;
    private final Map<String, List<Measured>> rows = new LinkedHashMap<>();

    /** @param progress is told every row as it comes */
    Report(PrintStream progress) {
        this.progress = progress;
    }

    void add(String scenario, Measured row) {
        rows.computeIfAbsent(scenario, name -> new ArrayList<>()).add(row);
        progress.println("  " + line(row));
        progress.flush();
    }

    Map<String, List<Measured>> rows() {
        return rows;
    }

    private static String line(Measured row) {
        String limit = row.limit()
                .map(bound -> "; " + bound.what() + " " + Figures.shown(bound.rounds()))
                .orElse("");
        return row.what() + ": " + Figures.shown(row.ours()) + " " + row.unit() + limit
                + row.ratio().map(ratio -> "; ratio " + Figures.shown(ratio)).orElse("")
                + verdict(row);
    }

    private static String verdict(Measured row) {
        return row.target()
                .map(target -> " (wanted " + target + (row.met().orElseThrow() ? ")" : ": MISSED)"))
                .orElse("");
    }

    /** As a table that Markdown and people read. */
    void print(PrintWriter out, Machine machine) {
        out.println(machine.told());
        out.println();
        out.println("| scenario | what | ours | limit | ratio | wanted |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        rows.forEach(
                (scenario, measured) -> measured.forEach(row -> out.println("| " + scenario + " | " + row.what() + " | "
                        + Figures.shown(row.ours()) + " " + row.unit() + " | "
                        + row.limit()
                                .map(limit -> limit.what() + ": " + Figures.shown(limit.rounds()))
                                .orElse("")
                        + " | " + row.ratio().map(Figures::shown).orElse("") + " | "
                        + row.target()
                                .map(target -> target + (row.met().orElseThrow() ? "" : " MISSED"))
                                .orElse("")
                        + " |")));
        out.flush();
    }

    void write(Path file, Machine machine, Bench bench) throws IOException {
        ObjectNode report = ReportJson.MAPPER.createObjectNode();
        machine.describe(report);
        report.putObject("settings")
                .put("events", bench.events())
                .put("seed", bench.seed())
                .put("rounds", bench.rounds())
                .put("warm_ups", bench.warmUps())
                .put("window_seconds", bench.window().toNanos() / 1e9);
        ArrayNode all = report.putArray("measured");
        rows.forEach((scenario, measured) -> measured.forEach(row -> describe(scenario, row, all.addObject())));
        Files.writeString(
                file, ReportJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
    }

    private static void describe(String scenario, Measured row, ObjectNode node) {
        node.put("scenario", scenario).put("what", row.what()).put("unit", row.unit());
        describe(row.ours(), node.putObject("ours"));
        row.limit()
                .ifPresent(limit ->
                        describe(limit.rounds(), node.putObject("limit").put("what", limit.what())));
        row.ratio().ifPresent(ratio -> describe(ratio, node.putObject("ratio")));
        row.target().ifPresent(target -> node.put("wanted", target.toString())
                .put("met", row.met().orElseThrow()));
    }

    private static void describe(Rounds rounds, ObjectNode node) {
        node.put("median", rounds.median()).put("low", rounds.low()).put("high", rounds.high());
        ArrayNode values = node.putArray("rounds");
        rounds.values().forEach(values::add);
    }
}
