package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;

/**
 * An artifact as far as it is compared.
 *
 * @param name its task, its type, and its file name or else its title
 * @param content its checksum; where it has none its location and size
 */
record ComparedArtifact(String id, String name, String content) {
    static ComparedArtifact of(JsonNode artifact) {
        String file = artifact.path("filename").asText(artifact.path("title").asText());
        JsonNode checksum = artifact.path("checksum");
        String content = checksum.isObject()
                ? checksum.path("algorithm").asText() + ":"
                        + checksum.path("value").asText()
                : artifact.path("location").asText() + " "
                        + artifact.path("size_bytes").asText();
        String task = artifact.path("task_id").asText();
        return new ComparedArtifact(
                artifact.path("artifact_id").asText(),
                (task.isEmpty() ? "" : task + "/")
                        + artifact.path("artifact_type").asText() + "/" + file,
                content);
    }

    ObjectNode json() {
        return Json.MAPPER
                .createObjectNode()
                .put("artifact_id", id)
                .put("name", name)
                .put("content", content);
    }
}
