package io.runledger.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.schemas.retry.Backoff;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Calls of a registry's Confluent API, tried again for a while when it does not answer. Thread-safe. */
final class RegistryHttp {
    private static final int SETTINGS = 3;
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final URI base;

    /** The base as it may be told: without the user and password that it can hold. */
    private final String shown;

    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL)
            .build();

    RegistryHttp(URI base, Duration patience) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.shown = base.getRawUserInfo() == null
                ? this.base.toString()
                : this.base.toString().replace(base.getRawUserInfo() + "@", "");
        this.patience = patience;
    }

    static String body(Schema schema) {
        return JSON.createObjectNode().put("schema", schema.toString()).toString();
    }

    /**
     * Adds a schema to a subject if it is not there.
     *
     * @return its id
     * @throws IncompatibleSchemaException if the registry refuses it
     */
    int register(String subject, Schema schema) {
        HttpResponse<String> response = call("POST", "subjects/" + Target.encoded(subject) + "/versions", body(schema));
        if (response.statusCode() == 409) {
            throw new IncompatibleSchemaException("the registry refuses the schema of " + subject
                    + " because it is not compatible with an earlier version: " + message(response));
        }
        if (response.statusCode() == 422) {
            throw new IncompatibleSchemaException(
                    "the registry cannot take the schema of " + subject + ": " + message(response));
        }
        JsonNode id = json(response).path("id");
        if (!id.isInt()) {
            throw new RegistryUnavailableException("the schema registry at " + shown
                    + " gives no id for a schema; see that RUNLEDGER_REGISTRY_URL names its Confluent API");
        }
        return id.asInt();
    }

    /**
     * Sets a rule. Two that set it for the first time at once may get in each other's way (409): then it is there, and is set
     * again.
     */
    void require(String config, String rule) {
        HttpResponse<String> response = null;
        for (int attempt = 0; attempt < SETTINGS && (response == null || response.statusCode() == 409); attempt++) {
            response = call("PUT", config, "{\"compatibility\":\"" + rule + "\"}");
        }
        json(Objects.requireNonNull(response));
    }

    /** Any answer but those that ask to come again, which are waited out; {@code path} is below the API. */
    HttpResponse<String> call(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(CALL)
                .header("Content-Type", MEDIA_TYPE)
                .header("Accept", MEDIA_TYPE + ", application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
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
            Duration pause = backoff.next();
            if (System.nanoTime() + pause.toNanos() > deadline) {
                throw new RegistryUnavailableException("the schema registry at " + shown + " does not answer (" + reason
                        + "); see that it runs and that RUNLEDGER_REGISTRY_URL names it");
            }
            sleep(pause);
        }
    }

    /** The body of an answer with 2xx; any other is none. */
    JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + shown + " answers " + response.statusCode() + ": " + message(response));
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RegistryUnavailableException("the schema registry at " + shown
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

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while calling the schema registry");
        }
    }
}
