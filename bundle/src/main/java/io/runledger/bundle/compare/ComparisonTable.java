package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as lines of text, for people: what is equal in one line, what differs in a line each. */
public final class ComparisonTable {
    private static final int WIDEST = 60;
    private static final String NOTHING = "-";

    private final List<String> lines = new ArrayList<>();

    private ComparisonTable() {}

    public static List<String> of(Comparison comparison) {
        JsonNode json = comparison.json();
        ComparisonTable table = new ComparisonTable();
        table.row(
                "", json.path("baseline").path("run_id"), json.path("candidate").path("run_id"));
        table.row(
                "position",
                json.path("baseline").path("position"),
                json.path("candidate").path("position"));
        table.row(
                "status",
                json.path("status").path("baseline"),
                json.path("status").path("candidate"));
        table.both("duration (ms)", json.path("duration_ms"));
        table.part("config", json.path("config"), json.path("config").path("differences"), "pointer");
        table.heading("tasks (ms)");
        json.path("tasks")
                .forEach(task -> table.both("  " + task.path("task_id").asText(), task));
        table.heading("events");
        json.path("events")
                .forEach(type -> table.both("  " + type.path("event_type").asText(), type));
        table.artifacts(json.path("artifacts"));
        table.part("scores", json.path("scores"), json.path("scores").path("values"), "name");
        table.part("gates", json.path("gates"), json.path("gates").path("values"), "gate");
        table.lines.add("");
        table.lines.add(
                comparison.outcome() == Outcome.UNKNOWN
                        ? "unknown: nothing is known to differ, but not everything is known"
                        : comparison.outcome().word());
        return List.copyOf(table.lines);
    }

    private void heading(String name) {
        lines.add(name);
    }

    private void part(String name, JsonNode part, JsonNode rows, String key) {
        lines.add(name + ": " + part.path("outcome").asText() + untold(part));
        rows.forEach(row -> both("  " + row.path(key).asText(), row));
    }

    /** Of a configuration: who did not tell it. */
    private static String untold(JsonNode part) {
        if (!part.has("baseline_told")) {
            return "";
        }
        boolean baseline = part.path("baseline_told").asBoolean();
        boolean candidate = part.path("candidate_told").asBoolean();
        return baseline && candidate
                ? ""
                : !baseline && !candidate
                        ? ", neither told it"
                        : ", the " + (baseline ? "candidate" : "baseline") + " did not tell it";
    }

    private void artifacts(JsonNode artifacts) {
        lines.add("artifacts: " + artifacts.path("outcome").asText() + ", "
                + artifacts.path("same").asInt() + " the same by checksum"
                + (artifacts.path("unknown").isEmpty()
                        ? ""
                        : ", " + artifacts.path("unknown").size() + " of which nobody can say"));
        artifacts
                .path("changed")
                .forEach(pair -> row(
                        "  " + pair.path("baseline").path("name").asText(),
                        pair.path("baseline").path("content"),
                        pair.path("candidate").path("content")));
        artifacts
                .path("unknown")
                .forEach(pair -> row(
                        "  " + pair.path("baseline").path("name").asText(),
                        pair.path("baseline").path("content"),
                        pair.path("candidate").path("content")));
        artifacts
                .path("only_baseline")
                .forEach(one -> row("  " + one.path("name").asText(), one.path("content"), one.path("none")));
        artifacts
                .path("only_candidate")
                .forEach(one -> row("  " + one.path("name").asText(), one.path("none"), one.path("content")));
    }

    private void both(String name, JsonNode values) {
        row(name, values.path("baseline"), values.path("candidate"));
    }

    private void row(String name, JsonNode baseline, JsonNode candidate) {
        lines.add(String.format(Locale.ROOT, "%-40s %-30s %s", cut(name), text(baseline), text(candidate))
                .stripTrailing());
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? NOTHING : cut(value.isTextual() ? value.textValue() : value.toString());
    }

    /** What a terminal shows without harm. */
    private static String cut(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(WIDEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
