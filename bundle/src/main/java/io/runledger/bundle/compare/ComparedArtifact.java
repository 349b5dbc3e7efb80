package io.runledger.bundle.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Json;
import java.util.Locale;
import java.util.Optional;

/**
 * An artifact as far as it is compared.
 *
 * @param name its task, its type, and its file name or else its title
 * @param algorithm of its checksum, if it has one
 * @param content its checksum; empty if it has none, for what is at a location may change
 */
record ComparedArtifact(String id, String name, Optional<String> algorithm, Optional<String> content) {
    static ComparedArtifact of(JsonNode artifact) {
        String file = artifact.path("filename").asText(artifact.path("title").asText());
        JsonNode checksum = artifact.path("checksum");
        Optional<String> algorithm =
                Optional.ofNullable(checksum.path("algorithm").textValue()).map(text -> text.toLowerCase(Locale.ROOT));
        Optional<String> value = Optional.ofNullable(checksum.path("value").textValue());
        String task = artifact.path("task_id").asText();
        return new ComparedArtifact(
                artifact.path("artifact_id").asText(),
                (task.isEmpty() ? "" : task + "/")
                        + artifact.path("artifact_type").asText() + "/" + file,
                value.flatMap(any -> algorithm),
                algorithm.flatMap(by -> value.map(of -> by + ":" + of)));
    }

    /** What its content can be compared by: only checksums of one algorithm tell two contents apart. */
    Optional<String> comparableName() {
        return algorithm.map(by -> by + "\n" + name);
    }

    ObjectNode json() {
        ObjectNode json = Json.MAPPER.createObjectNode().put("artifact_id", id).put("name", name);
        content.ifPresent(known -> json.put("content", known));
        return json;
    }
}
