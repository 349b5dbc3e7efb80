package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Writes out the schemas that extend another one. */
final class Bases {
    private static final String EXTENDS = "extends";

    private Bases() {}

    /** @param bases what several schemas have in common, and that is not published by itself */
    static void extend(ObjectNode schemas, ObjectNode bases) {
        for (String name : List.copyOf(names(schemas))) {
            JsonNode schema = schemas.get(name);
            if (schema.has(EXTENDS)) {
                ObjectNode patch = ((ObjectNode) schema).deepCopy();
                String base = patch.remove(EXTENDS).asText();
                ObjectNode extended =
                        (ObjectNode) (bases.has(base) ? bases.get(base) : schemas.required(base)).deepCopy();
                if (extended.has(EXTENDS)) {
                    throw new IllegalStateException(name + " extends " + base + ", which extends another itself");
                }
                Parts.patch(extended, patch);
                schemas.set(name, extended);
            }
        }
    }

    private static List<String> names(ObjectNode schemas) {
        return schemas.properties().stream().map(Map.Entry::getKey).toList();
    }
}
