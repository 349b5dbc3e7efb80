package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * The operation on a thing of a run where the path names the run. It is the one that finds the run, or is told it in the
 * query or body, with what {@code of_run} says is different, and without what can only be said when no run is named.
 */
final class RunTwin {
    private static final String RUN = "the_run";
    private static final Set<String> NAMES_RUN = Set.of("of_run", "its_run", "request_run");
    private static final String AMBIGUOUS = "#/components/responses/Ambiguous";

    private RunTwin() {}

    static String path(String path) {
        return "/runs/{run_id}" + path;
    }

    static ObjectNode of(ObjectNode operation, ObjectNode different) {
        ObjectNode twin = operation.deepCopy();
        ArrayNode parameters = twin.putArray("parameters").add(RUN);
        for (JsonNode parameter : operation.path("parameters")) {
            if (!NAMES_RUN.contains(parameter.asText())) {
                parameters.add(parameter);
            }
        }
        ObjectNode responses = (ObjectNode) twin.get("responses");
        if (responses.path("409").path("$ref").asText().equals(AMBIGUOUS)) {
            responses.remove("409");
        }
        Parts.patch(twin, different);
        return twin;
    }
}
