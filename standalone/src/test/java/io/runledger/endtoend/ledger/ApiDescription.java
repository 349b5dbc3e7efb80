package io.runledger.endtoend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.http.OpenApiRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The API's description, to hold answers against: more strictly than clients should, for a member that is not described is
 * an error here.
 */
public final class ApiDescription {
    public static final JsonNode DOCUMENT = document();

    private static final String ID = "https://runledger.test/openapi.json";
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.schemaLoaders(loaders ->
                    loaders.schemas(Map.of(ID, closed(DOCUMENT.deepCopy()).toString()))));
    private static final Map<String, JsonSchema> BY_POINTER = new ConcurrentHashMap<>();

    private ApiDescription() {}

    /** Every operation as method and path, such as {@code GET /events/{event_id}}. */
    public static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        DOCUMENT.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** Fails if the answer is not one of those that are described for the request. */
    static void check(String method, String target, Answer answer) {
        String path = target.split("\\?", 2)[0];
        String verb = method.toLowerCase(Locale.ROOT);
        Optional<String> template = template(path, verb);
        if (template.isEmpty()) {
            assertThat(answer.status()).as("%s %s", method, target).isIn(404, 405);
            validate("#/components/schemas/Problem", answer);
            return;
        }
        String response = "/paths/" + escaped(template.get()) + "/" + verb + "/responses/" + answer.status();
        JsonNode described = DOCUMENT.at(response);
        assertThat(described.isObject())
                .as("%s %s has no %s in its description: %s", method, target, answer.status(), answer)
                .isTrue();
        if (method.equals("HEAD")) {
            return; // it has no content
        }
        if (described.has("$ref")) {
            response = described.path("$ref").asText().substring(1);
            described = DOCUMENT.at(response);
        }
        described.path("headers").fieldNames().forEachRemaining(header -> assertThat(answer.headers())
                .containsKey(header.toLowerCase(Locale.ROOT)));
        if (described.path("content").isEmpty()) {
            assertThat(answer.bytes()).as("%s %s", method, target).isEmpty();
            return;
        }
        assertThat(described.path("content").fieldNames()).toIterable().contains(answer.contentType());
        if (answer.contentType().endsWith("json")) {
            validate("#" + response + "/content/" + escaped(answer.contentType()) + "/schema", answer);
        }
    }

    private static Optional<String> template(String path, String method) {
        Set<String> templates = new TreeSet<>();
        DOCUMENT.path("paths").properties().forEach(described -> {
            if (described.getValue().has(method)) {
                templates.add(described.getKey());
            }
        });
        return templates.stream()
                .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                .findFirst();
    }

    private static void validate(String pointer, Answer answer) {
        JsonSchema schema = BY_POINTER.computeIfAbsent(
                pointer,
                p -> SCHEMAS.getSchema(
                        new ObjectMapper().createObjectNode().put("$ref", ID + p),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
        assertThat(schema.validate(answer.json()))
                .as(() -> pointer + " " + answer)
                .isEmpty();
    }

    private static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").isTextual()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ApiDescription::closed);
        return schema;
    }

    private static JsonNode document() {
        try {
            return new ObjectMapper().readTree(OpenApiRoutes.document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
