package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** Writes out the errors that an operation may end with. Each is described once, under the status that it has. */
final class Operations {
    private final Map<String, String> statuses = new HashMap<>();

    /**
     * @param described by status, and then by name
     * @param responses where they are put by their names
     */
    Operations(ObjectNode described, ObjectNode responses) {
        described.properties().forEach(status -> status.getValue().properties().forEach(response -> {
            statuses.put(response.getKey(), status.getKey());
            responses.set(response.getKey(), response.getValue());
        }));
    }

    void complete(ObjectNode operation) {
        JsonNode errors = operation.remove("errors");
        ObjectNode responses = Parts.child(operation, "responses");
        for (JsonNode error : errors) {
            String status = statuses.get(error.asText());
            if (status == null || responses.has(status)) {
                throw new IllegalStateException(operation.path("operationId") + " cannot have the error " + error);
            }
            responses.putObject(status).put("$ref", "#/components/responses/" + error.asText());
        }
    }
}
