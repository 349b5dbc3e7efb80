package io.runledger.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * Client of a registry with Confluent's API (Confluent, Apicurio, Karapace, Redpanda). What it has once learned it keeps:
 * an id never changes its schema, so known schemas go on working while the registry is away.
 */
public final class RegistryClient implements SchemaRegistry {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final URI base;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL)
            .build();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, Map<Schema, Integer>> ids = new ConcurrentHashMap<>();

    /**
     * @param base where the API stands, such as {@code http://127.0.0.1:8081/apis/ccompat/v7}
     * @param patience how long a call is tried again before it fails
     */
    public RegistryClient(URI base, Duration patience) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.patience = patience;
    }

    @Override
    public int register(String subject, Schema schema) {
        Map<Schema, Integer> known = ids.computeIfAbsent(subject, s -> new ConcurrentHashMap<>());
        Integer knownId = known.get(schema);
        if (knownId != null) {
            return knownId;
        }
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        HttpResponse<String> response = call("POST", "subjects/" + encoded(subject) + "/versions", body);
        if (response.statusCode() == 409) {
            throw new IncompatibleSchemaException("the registry refuses the schema of " + subject
                    + " because it is not compatible with an earlier version: " + message(response));
        }
        JsonNode id = json(response).path("id");
        if (!id.isInt()) {
            throw new RegistryUnavailableException("the schema registry at " + base
                    + " gives no id for a schema; see that RUNLEDGER_REGISTRY_URL names its Confluent API");
        }
        int registered = id.asInt();
        schemas.put(registered, schema);
        known.put(schema, registered);
        return registered;
    }

    @Override
    public Optional<Schema> schema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        HttpResponse<String> response = call("GET", "schemas/ids/" + id, null);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        try {
            Schema schema =
                    new Schema.Parser().parse(json(response).path("schema").asText());
            schemas.put(id, schema);
            return Optional.of(schema);
        } catch (SchemaParseException e) {
            return Optional.empty(); // a JSON Schema or Protobuf schema: an id, but none of Avro
        }
    }

    /** Makes FULL_TRANSITIVE the registry's rule for every subject; its own default lets anything pass. */
    public void requireFullTransitive() {
        json(call("PUT", "config", "{\"compatibility\":\"FULL_TRANSITIVE\"}"));
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(CALL)
                .header("Content-Type", MEDIA_TYPE)
                .header("Accept", MEDIA_TYPE + ", application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            String reason;
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() < 500 && response.statusCode() != 429) {
                    return response;
                }
                reason = "status " + response.statusCode();
            } catch (IOException e) {
                reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryUnavailableException("interrupted while calling the schema registry");
            }
            if (System.nanoTime() + pause.toNanos() > deadline) {
                throw new RegistryUnavailableException("the schema registry at " + base + " does not answer (" + reason
                        + "); see that it runs and that RUNLEDGER_REGISTRY_URL names it");
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + base + " answers " + response.statusCode() + ": " + message(response));
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RegistryUnavailableException("the schema registry at " + base
                    + " does not answer in JSON; see that RUNLEDGER_REGISTRY_URL names its Confluent API");
        }
    }

    private static String message(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body()).path("message").asText("no reason given");
        } catch (IOException e) {
            return "no reason given";
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while calling the schema registry");
        }
    }
}
