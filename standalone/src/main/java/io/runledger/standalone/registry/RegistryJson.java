package io.runledger.standalone.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.schemas.catalog.LedgerRegistry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Bodies and answers of the registry's port, as Confluent's API has them. */
final class RegistryJson {
    static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    /** A schema in a request, quoted; more than any schema of records of at most 4 MiB. */
    private static final int MOST_BYTES = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RegistryJson() {}

    static void answer(Context ctx, Object content) {
        answer(ctx, 200, content);
    }

    static void answer(Context ctx, int status, Object content) {
        try {
            ctx.status(status).contentType(MEDIA_TYPE).result(JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and texts can be written", e);
        }
    }

    static void problem(Context ctx, int status, int code, String message) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("error_code", code);
        problem.put("message", message);
        answer(ctx, status, problem);
    }

    /**
     * The body, which has to say that it is JSON: a web page of another origin cannot send such a body without asking first.
     */
    static JsonNode body(Context ctx) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        String media = type.split(";", 2)[0].strip();
        if (!media.equals("application/json")
                && !(media.startsWith("application/vnd.schemaregistry") && media.endsWith("+json"))) {
            throw new RegistryRefusal(415, 415, "send JSON, with Content-Type: " + MEDIA_TYPE + " or application/json");
        }
        try {
            byte[] bytes = ctx.bodyInputStream().readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new RegistryRefusal(413, 413, "a body may have " + MOST_BYTES + " bytes");
            }
            JsonNode body = JSON.readTree(bytes);
            if (!body.isObject()) {
                throw new RegistryRefusal(422, 422, "the body has to be a JSON object");
            }
            return body;
        } catch (IOException e) {
            throw new RegistryRefusal(400, 400, "the body is not JSON");
        }
    }

    /** The text of the Avro schema in a body. */
    static String schema(JsonNode body) {
        String kind = body.path("schemaType").asText("AVRO");
        if (!kind.equals("AVRO")) {
            throw new RegistryRefusal(422, 42201, "Invalid schema: this registry keeps Avro schemas, not " + kind);
        }
        if (!body.path("references").isEmpty()) {
            throw new RegistryRefusal(
                    422, 42201, "Invalid schema: this registry takes no references; put all types into one schema");
        }
        JsonNode schema = body.path("schema");
        if (!schema.isTextual()) {
            throw new RegistryRefusal(422, 42201, "Invalid schema: the member \"schema\" has to hold it, as a text");
        }
        return schema.asText();
    }

    static Map<String, Object> version(CatalogEntry.OfVersion version, LedgerRegistry registry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("subject", version.subject());
        shown.put("version", version.version());
        shown.put("id", version.id());
        shown.put("schema", registry.text(version.id()));
        return shown;
    }
}
