package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.record.JsonDifference;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a baseline and a candidate. They are equal if their status, configuration, artifacts, scores and gates
 * are; how long they took and which events they had does not count.
 */
public final class Comparison {
    private static final int MOST_OF_CONFIG = 1_000;

    private final ObjectNode json = Json.MAPPER.createObjectNode();

    public Comparison(ComparedRun baseline, ComparedRun candidate) {
        json.put("equal", true);
        json.set("baseline", run(baseline));
        json.set("candidate", run(candidate));
        part("status", value(baseline.status(), candidate.status()));
        ObjectNode duration = json.putObject("duration_ms");
        baseline.durationMillis().ifPresent(millis -> duration.put("baseline", millis));
        candidate.durationMillis().ifPresent(millis -> duration.put("candidate", millis));
        part("config", config(baseline.config(), candidate.config()));
        json.set("tasks", rows("task_id", baseline.taskMillis(), candidate.taskMillis(), Comparison::number));
        json.set("events", rows("event_type", baseline.events(), candidate.events(), Comparison::number));
        part("artifacts", new ArtifactDifferences(baseline.artifacts(), candidate.artifacts()).json());
        part("scores", named("name", baseline.scores(), candidate.scores()));
        part("gates", named("gate", baseline.gates(), candidate.gates()));
    }

    public boolean isEqual() {
        return json.path("equal").asBoolean();
    }

    /** All of it, as one JSON object. */
    public ObjectNode json() {
        return json;
    }

    private void part(String name, ObjectNode part) {
        json.set(name, part);
        json.put("equal", isEqual() && part.path("equal").asBoolean());
    }

    private static ObjectNode run(ComparedRun run) {
        return Json.MAPPER.createObjectNode().put("run_id", run.runId()).put("position", run.position());
    }

    private static ObjectNode value(String baseline, String candidate) {
        return Json.MAPPER
                .createObjectNode()
                .put("equal", baseline.equals(candidate))
                .put("baseline", baseline)
                .put("candidate", candidate);
    }

    private static ObjectNode config(JsonNode baseline, JsonNode candidate) {
        List<JsonDifference> differences = JsonDifference.between(baseline, candidate, MOST_OF_CONFIG + 1);
        ObjectNode part = Json.MAPPER.createObjectNode();
        part.put("equal", differences.isEmpty());
        part.put("truncated", differences.size() > MOST_OF_CONFIG);
        ArrayNode rows = part.putArray("differences");
        differences.stream().limit(MOST_OF_CONFIG).forEach(difference -> {
            ObjectNode row = rows.addObject();
            row.put("pointer", difference.pointer());
            row.put(
                    "change",
                    difference.one().isEmpty() ? "added" : difference.other().isEmpty() ? "removed" : "changed");
            difference.one().ifPresent(one -> row.set("baseline", one));
            difference.other().ifPresent(other -> row.set("candidate", other));
        });
        return part;
    }

    private static ObjectNode named(String key, Map<String, JsonNode> baseline, Map<String, JsonNode> candidate) {
        ObjectNode part = Json.MAPPER.createObjectNode();
        part.put(
                "equal",
                JsonDifference.between(tree(baseline), tree(candidate), 1).isEmpty());
        part.set("values", rows(key, baseline, candidate, value -> value));
        return part;
    }

    private static ObjectNode tree(Map<String, JsonNode> values) {
        ObjectNode tree = Json.MAPPER.createObjectNode();
        tree.setAll(values);
        return tree;
    }

    private static JsonNode number(long number) {
        return Json.MAPPER.getNodeFactory().numberNode(number);
    }

    private static <T> ArrayNode rows(
            String key, Map<String, T> baseline, Map<String, T> candidate, Function<T, JsonNode> shown) {
        TreeSet<String> names = new TreeSet<>(baseline.keySet());
        names.addAll(candidate.keySet());
        ArrayNode rows = Json.MAPPER.createArrayNode();
        for (String name : names) {
            ObjectNode row = rows.addObject().put(key, name);
            put("baseline", baseline.get(name), shown, row);
            put("candidate", candidate.get(name), shown, row);
        }
        return rows;
    }

    private static <T> void put(String side, @Nullable T value, Function<T, JsonNode> shown, ObjectNode row) {
        if (value != null && !shown.apply(value).isMissingNode()) {
            row.set(side, shown.apply(value));
        }
    }
}
