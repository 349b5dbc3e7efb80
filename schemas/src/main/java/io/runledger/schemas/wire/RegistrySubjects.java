package io.runledger.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * What a registry holds, by subject and version, as it is now: nothing is remembered. Every method throws a {@link
 * RegistryUnavailableException} if the registry does not answer in time. Thread-safe.
 */
public final class RegistrySubjects {
    private static final String RULE = "FULL_TRANSITIVE";

    private final RegistryHttp http;

    /** As in {@link RegistryClient#RegistryClient}. */
    public RegistrySubjects(URI base, Duration patience) {
        this(new RegistryHttp(base, patience));
    }

    RegistrySubjects(RegistryHttp http) {
        this.http = http;
    }

    /** The names of all subjects, whoever they belong to, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        http.json(http.call("GET", "subjects", null)).forEach(name -> names.add(name.asText()));
        names.sort(null);
        return names;
    }

    /** The numbers of a subject's versions, ascending; none if there is no such subject. */
    public List<Integer> versions(String subject) {
        HttpResponse<String> response = http.call("GET", path(subject) + "/versions", null);
        List<Integer> versions = new ArrayList<>();
        if (response.statusCode() != 404) {
            http.json(response).forEach(version -> versions.add(version.asInt()));
            versions.sort(null);
        }
        return versions;
    }

    /** One version; empty if there is none or if it is not of Avro. */
    public Optional<RegisteredSchema> version(String subject, int version) {
        return registered(http.call("GET", path(subject) + "/versions/" + version, null));
    }

    /** The newest version; empty if there is none or if it is not of Avro. */
    public Optional<RegisteredSchema> latest(String subject) {
        return registered(http.call("GET", path(subject) + "/versions/latest", null));
    }

    /** The compatibility that the registry asks of a subject's next version: its own or else the registry's. */
    public String compatibility(String subject) {
        HttpResponse<String> response =
                http.call("GET", "config/" + RegistryHttp.encoded(subject) + "?defaultToGlobal=true", null);
        if (response.statusCode() == 404) {
            response = http.call("GET", "config", null); // of a subject that is not there yet
        }
        return http.json(response).path("compatibilityLevel").asText("NONE");
    }

    /** Makes FULL_TRANSITIVE the rule of a subject, unless it is: a rule of its own would be stronger than the registry's. */
    public void requireFullTransitive(String subject) {
        if (!compatibility(subject).equals(RULE)) {
            http.require("config/" + RegistryHttp.encoded(subject), RULE);
        }
    }

    /**
     * Adds a version to a subject, unless the same schema stands there.
     *
     * @return the version that the schema has
     * @throws IncompatibleSchemaException if the registry refuses it
     */
    public RegisteredSchema add(String subject, Schema schema) {
        http.register(subject, schema);
        HttpResponse<String> response = http.call("POST", path(subject), RegistryHttp.body(schema));
        return registered(response)
                .orElseThrow(() -> new RegistryUnavailableException(
                        "the schema registry took a schema of " + subject + " but does not find it; try again"));
    }

    private Optional<RegisteredSchema> registered(HttpResponse<String> response) {
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        JsonNode found = http.json(response);
        try {
            return Optional.of(new RegisteredSchema(
                    found.path("subject").asText(),
                    found.path("version").asInt(),
                    found.path("id").asInt(),
                    new Schema.Parser().parse(found.path("schema").asText())));
        } catch (AvroRuntimeException e) {
            return Optional.empty(); // a JSON Schema or Protobuf schema
        }
    }

    private static String path(String subject) {
        return "subjects/" + RegistryHttp.encoded(subject);
    }
}
