package io.runledger.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An agent's run as a story of its own: what happened is kept in a resource, with times in seconds after its start; here it
 * gets a run id of its own, and times that end just now.
 */
final class DemoRun {
    static final String PRODUCER = "runledger-demo";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORY = "agent-run.json";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String runId;
    private final JsonNode story;
    private final Instant began;

    private DemoRun(String runId, JsonNode story, Instant ends) {
        this.runId = runId;
        this.story = story;
        JsonNode events = story.path("events");
        this.began = ends.minus(after(events.path(events.size() - 1)));
    }

    /** A run that ended at a moment. Two of the same second differ by what is drawn. */
    static DemoRun endingAt(Instant now, RandomGenerator random) throws IOException {
        String id = "demo-" + STAMP.format(now) + String.format(Locale.ROOT, "-%04x", random.nextInt(0x10000));
        try (@Nullable InputStream in = DemoRun.class.getResourceAsStream(STORY)) {
            if (in == null) {
                throw new IllegalStateException("the story of the demo is not on the class path");
            }
            return new DemoRun(id, JSON.readTree(in), now);
        }
    }

    String runId() {
        return runId;
    }

    /** In the order they happened. */
    List<byte[]> events() {
        List<byte[]> events = new ArrayList<>();
        for (JsonNode told : story.path("events")) {
            ObjectNode event = copy(told);
            event.remove("after");
            event.put("run_id", runId);
            event.put("producer", PRODUCER);
            event.put(
                    "occurred_at",
                    began.plus(after(told)).truncatedTo(ChronoUnit.MILLIS).toString());
            events.add(bytes(event));
        }
        return events;
    }

    List<byte[]> artifacts() {
        List<byte[]> artifacts = new ArrayList<>();
        for (JsonNode told : story.path("artifacts")) {
            artifacts.add(bytes(copy(told).put("run_id", runId).put("created_by", PRODUCER)));
        }
        return artifacts;
    }

    /** The task that waits for people: what declares it. */
    byte[] task() {
        return bytes(copy(story.path("task")).put("run_id", runId).put("actor", PRODUCER));
    }

    String taskId() {
        return story.path("task").path("task_id").asText();
    }

    /** The artifact that the task has, and that somebody has to approve. */
    String attached() {
        return story.path("attached").asText();
    }

    long count(String eventType) {
        long count = 0;
        for (JsonNode event : story.path("events")) {
            if (event.path("event_type").asText().equals(eventType)) {
                count++;
            }
        }
        return count;
    }

    private static Duration after(JsonNode event) {
        return Duration.ofMillis(Math.round(event.path("after").asDouble() * 1_000));
    }

    private static ObjectNode copy(JsonNode told) {
        return told.deepCopy();
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(UTF_8);
    }
}
