package io.runledger.bundle.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.run.Attempt;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The events, as in an export, that a bundle tells a run from.
 *
 * @param first of its work
 * @param attempt the one that counts
 * @param attempts how many there are; empty where the bundle's form does not say
 * @param gated whether there is an {@code eval.gated}
 */
public record RunEvents(
        String runId, Optional<ObjectNode> first, Attempt<ObjectNode> attempt, OptionalLong attempts, boolean gated) {
    public static final String STARTED = "run.started";
    public static final String FINISHED = "run.finished";

    public Optional<ObjectNode> started() {
        return attempt.started();
    }

    public Optional<ObjectNode> finished() {
        return attempt.finished();
    }

    /** The configuration that the run was started with; null if it was not said. */
    public JsonNode config() {
        JsonNode config =
                started().map(event -> event.path("payload").get("config")).orElse(null);
        return config == null ? NullNode.getInstance() : config;
    }
}
