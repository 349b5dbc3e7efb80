package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.record.JsonDifference;
import io.runledger.core.run.RunStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a baseline and a candidate. They are equal if their status, configuration, artifacts, scores and gates
 * are; how long they took and which events they had does not count. What nobody told of one of them is not known to be equal,
 * and not to be different.
 */
public final class Comparison {
    private static final int MOST_OF_CONFIG = 1_000;

    private final ObjectNode json = Json.MAPPER.createObjectNode();
    private Outcome outcome = Outcome.EQUAL;

    public Comparison(ComparedRun baseline, ComparedRun candidate) {
        outcome.putInto(json);
        json.set("baseline", run(baseline));
        json.set("candidate", run(candidate));
        part("status", status(baseline.status(), candidate.status()));
        ObjectNode duration = json.putObject("duration_ms");
        baseline.durationMillis().ifPresent(millis -> duration.put("baseline", millis));
        candidate.durationMillis().ifPresent(millis -> duration.put("candidate", millis));
        part("config", config(baseline, candidate));
        json.set("tasks", rows("task_id", baseline.taskMillis(), candidate.taskMillis(), Comparison::number));
        json.set("events", rows("event_type", baseline.events(), candidate.events(), Comparison::number));
        part("artifacts", new ArtifactDifferences(baseline.artifacts(), candidate.artifacts()).json());
        part("scores", named("name", baseline.scores(), candidate.scores()));
        part("gates", named("gate", baseline.gates(), candidate.gates()));
    }

    public Outcome outcome() {
        return outcome;
    }

    /** All of it, as one JSON object. */
    public ObjectNode json() {
        return json;
    }

    private void part(String name, ObjectNode part) {
        json.set(name, part);
        outcome = outcome.and(Outcome.valueOf(part.path("outcome").asText().toUpperCase(Locale.ROOT)));
        outcome.putInto(json);
    }

    private static ObjectNode run(ComparedRun run) {
        return Json.MAPPER.createObjectNode().put("run_id", run.runId()).put("position", run.position());
    }

    private static ObjectNode status(RunStatus baseline, RunStatus candidate) {
        boolean isKnown = baseline != RunStatus.UNKNOWN && candidate != RunStatus.UNKNOWN;
        return (isKnown ? Outcome.of(baseline == candidate) : Outcome.UNKNOWN)
                .putInto(Json.MAPPER.createObjectNode())
                .put("baseline", baseline.word())
                .put("candidate", candidate.word());
    }

    /** By what it was, if both told it; else by the digests that they told. */
    private static ObjectNode config(ComparedRun baseline, ComparedRun candidate) {
        boolean isTold = !baseline.config().isNull() && !candidate.config().isNull();
        List<JsonDifference> differences =
                isTold ? JsonDifference.between(baseline.config(), candidate.config(), MOST_OF_CONFIG + 1) : List.of();
        Outcome outcome = isTold
                ? Outcome.of(differences.isEmpty())
                : baseline.configDigest()
                        .flatMap(digest -> candidate.configDigest().map(digest::equals))
                        .map(Outcome::of)
                        .orElse(Outcome.UNKNOWN);
        ObjectNode part = outcome.putInto(Json.MAPPER.createObjectNode());
        part.put("baseline_told", !baseline.config().isNull());
        part.put("candidate_told", !candidate.config().isNull());
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

    /** A name that only one has is a difference; one whose value nobody told is not known. */
    private static ObjectNode named(String key, Map<String, JsonNode> baseline, Map<String, JsonNode> candidate) {
        ArrayNode rows = rows(key, baseline, candidate, value -> value);
        Outcome all = Outcome.EQUAL;
        for (JsonNode row : rows) {
            Outcome outcome = outcome(
                    baseline.get(row.path(key).asText()),
                    candidate.get(row.path(key).asText()));
            outcome.putInto((ObjectNode) row);
            all = all.and(outcome);
        }
        ObjectNode part = all.putInto(Json.MAPPER.createObjectNode());
        part.set("values", rows);
        return part;
    }

    private static Outcome outcome(@Nullable JsonNode baseline, @Nullable JsonNode candidate) {
        if (baseline == null || candidate == null) {
            return Outcome.DIFFERENT;
        }
        return isUntold(baseline) || isUntold(candidate)
                ? Outcome.UNKNOWN
                : Outcome.of(JsonDifference.between(baseline, candidate, 1).isEmpty());
    }

    private static boolean isUntold(JsonNode value) {
        return value.isMissingNode() || value.isNull();
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
