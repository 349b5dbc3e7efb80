package io.runledger.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.avro.Schema;

/**
 * How records look as they are sent and as they are answered, by the contracts' Avro schemas: a field that is added there is
 * described without a word here. What people are told in addition is laid over it, schema by schema.
 */
final class ContractSchemas {
    private final ObjectNode more;

    /** @param more patches (RFC 7396) by name of schema, and under {@code logged} what the log adds to every record */
    ContractSchemas(ObjectNode more) {
        this.more = more;
    }

    ObjectNode of(List<Schema> records) {
        ObjectNode schemas = Parts.object();
        for (Schema record : records) {
            schemas.set("New" + record.getName(), sent(record));
            record.getFields().stream()
                    .map(field -> FieldSchema.value(field.schema()))
                    .filter(value -> value.getType() == Schema.Type.RECORD)
                    .forEach(inner -> schemas.set(inner.getName(), sent(inner)));
            schemas.set(record.getName(), answered(record));
        }
        schemas.properties().forEach(schema -> Parts.patch((ObjectNode) schema.getValue(), more.path(schema.getKey())));
        return schemas;
    }

    private static ObjectNode sent(Schema record) {
        ObjectNode schema = FieldSchema.object(record, FieldSchema.Direction.SENT);
        return schema.put("description", record.getDoc()).put("additionalProperties", false);
    }

    private ObjectNode answered(Schema record) {
        ObjectNode schema = FieldSchema.object(record, FieldSchema.Direction.ANSWERED)
                .put("description", record.getDoc() + " Optional fields without a value are left out.");
        JsonNode logged = more.path("logged");
        Parts.child(schema, "properties")
                .setAll((ObjectNode) logged.path("properties").deepCopy());
        ((ArrayNode) schema.get("required")).addAll((ArrayNode) logged.path("required"));
        return schema;
    }
}
