package io.runledger.bundle.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The events, as in an export, that a bundle tells a run from.
 *
 * @param first of all events
 * @param started the first {@code run.started}
 * @param finished the last {@code run.finished}
 * @param gated whether there is an {@code eval.gated}
 */
public record RunEvents(
        String runId,
        Optional<ObjectNode> first,
        Optional<ObjectNode> started,
        Optional<ObjectNode> finished,
        boolean gated) {
    public static final String STARTED = "run.started";
    public static final String FINISHED = "run.finished";

    /** With what the next event of the run says. */
    public RunEvents and(ObjectNode event) {
        String type = event.path("event_type").asText();
        return new RunEvents(
                runId,
                first.or(() -> Optional.of(event)),
                type.equals(STARTED) ? started.or(() -> Optional.of(event)) : started,
                type.equals(FINISHED) ? Optional.of(event) : finished,
                gated || type.equals(EventList.GATE.eventType()));
    }

    /** The configuration that the run was started with; null if it was not said. */
    public JsonNode config() {
        JsonNode config =
                started.map(event -> event.path("payload").get("config")).orElse(null);
        return config == null ? NullNode.getInstance() : config;
    }
}
