package io.runledger.schemas.wire;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Client of a registry with Confluent's API (Confluent, Apicurio, Karapace, Redpanda). What it has once learned it keeps:
 * an id never changes its schema, so known schemas still work while the registry is away.
 */
public final class RegistryClient implements SchemaRegistry {
    private final RegistryHttp http;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, Map<Schema, Integer>> ids = new ConcurrentHashMap<>();

    /**
     * @param base where the API is, such as {@code http://127.0.0.1:8081/apis/ccompat/v7}
     * @param patience how long a call is tried again before it fails
     */
    public RegistryClient(URI base, Duration patience) {
        this.http = new RegistryHttp(base, patience);
    }

    @Override
    public int register(String subject, Schema schema) {
        Map<Schema, Integer> known = ids.computeIfAbsent(subject, s -> new ConcurrentHashMap<>());
        Integer knownId = known.get(schema);
        if (knownId != null) {
            return knownId;
        }
        int registered = http.register(subject, schema);
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
        HttpResponse<String> response = http.call("GET", "schemas/ids/" + id, null);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        try {
            Schema schema =
                    new Schema.Parser().parse(http.json(response).path("schema").asText());
            schemas.put(id, schema);
            return Optional.of(schema);
        } catch (SchemaParseException e) {
            return Optional.empty(); // a JSON Schema or Protobuf schema: an id, but none of Avro
        }
    }

    /** What the registry holds, by subject. */
    public RegistrySubjects subjects() {
        return new RegistrySubjects(http);
    }

    /** Makes FULL_TRANSITIVE the registry's rule for every subject; its own default lets anything pass. */
    public void requireFullTransitive() {
        http.require("config", "FULL_TRANSITIVE");
    }
}
