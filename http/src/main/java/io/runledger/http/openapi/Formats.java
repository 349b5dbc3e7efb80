package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes out what a format of the contracts means: lengths and a pattern, which every tool understands. */
final class Formats {
    private final ObjectNode formats;

    Formats(ObjectNode formats) {
        this.formats = formats;
    }

    void apply(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("format").isTextual()
                && formats.has(object.path("format").asText())) {
            ObjectNode meant = (ObjectNode) formats.get(object.remove("format").asText());
            meant.properties().forEach(each -> object.putIfAbsent(each.getKey(), each.getValue()));
        }
        node.forEach(this::apply);
    }
}
