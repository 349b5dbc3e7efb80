package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The parts that the description is made of, and how one is laid over another. */
final class Parts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Parts() {}

    static ObjectNode read(String name) {
        String file = name + ".json";
        try (InputStream in = Parts.class.getResourceAsStream(file)) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException("the part " + file + " of the API's description is no JSON", e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The object under a name, made if there is none. */
    static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
    }

    /** Lays a patch over an object (RFC 7396), but for this: what is patched by a reference is replaced by it. */
    static void patch(ObjectNode object, JsonNode patch) {
        patch.properties().forEach(change -> {
            JsonNode value = change.getValue();
            if (value.isNull()) {
                object.remove(change.getKey());
            } else if (value instanceof ObjectNode
                    && !value.has("$ref")
                    && object.get(change.getKey()) instanceof ObjectNode inner) {
                patch(inner, value);
            } else {
                object.set(change.getKey(), value.deepCopy());
            }
        });
    }
}
