package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** Writes out names of components as the references that OpenAPI has. */
final class References {
    private static final String REF = "$ref";
    private static final String COMPONENTS = "#/components/";

    private References() {}

    static void complete(JsonNode node) {
        if (node instanceof ObjectNode object) {
            complete(object);
        }
        node.forEach(References::complete);
    }

    private static void complete(ObjectNode object) {
        if (object.get(REF) instanceof TextNode name && !name.asText().startsWith("#")) {
            object.put(REF, COMPONENTS + "schemas/" + name.asText());
        }
        if (object.get("schema") instanceof TextNode name) {
            object.set("schema", reference("schemas", name));
        }
        if (object.get("parameters") instanceof ArrayNode parameters) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i) instanceof TextNode name) {
                    parameters.set(i, reference("parameters", name));
                }
            }
        }
        if (object.get("headers") instanceof ObjectNode headers) {
            for (var header : List.copyOf(headers.properties())) {
                if (header.getValue() instanceof TextNode name) {
                    headers.set(header.getKey(), reference("headers", name));
                }
            }
        }
    }

    private static ObjectNode reference(String kind, TextNode name) {
        return Parts.object().put(REF, COMPONENTS + kind + "/" + name.asText());
    }
}
