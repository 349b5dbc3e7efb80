package io.runledger.query.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.http.OpenApiRoutes;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the routes for reading take in a query is what openapi.json describes, in both directions. */
final class RouteTest {
    /** What is served, but not read from views or checkpoints. None of it takes a parameter. */
    private static final Set<String> OF_OTHERS = Set.of(
            "/",
            "/access/keys",
            "/access/me",
            "/access/sign-in",
            "/console/{file}",
            "/contracts",
            "/contracts/{subject}/versions/{version}",
            "/health",
            "/metrics",
            "/openapi.json",
            "/ready",
            "/sign-in",
            "/sign-in/console.css",
            "/sign-in/icon.svg",
            "/sign-in/sign-in.js");

    @Test
    void takesTheQueryParametersThatAreDescribed() throws Exception {
        Map<String, Set<String>> taken = new TreeMap<>();
        for (Route route : Route.values()) {
            route.paths().forEach(path -> taken.put(path, words(route.described(path))));
        }
        OF_OTHERS.forEach(path -> taken.put(path, Set.of()));

        assertThat(described("get")).isEqualTo(taken);
    }

    /** Writing checkpoints, and asking for a redrive, a replay or a verification. */
    @Test
    void whatIsAskedOfAQueryNodeBesidesTakesNone() throws Exception {
        assertThat(described("put")).containsEntry("/runs/{run_id}/checkpoints/{name}", Set.of());
        assertThat(described("head")).containsEntry("/runs/{run_id}/checkpoints/{name}", Set.of());
        assertThat(described("delete")).containsEntry("/runs/{run_id}/checkpoints/{name}", Set.of());
        assertThat(described("post"))
                .containsEntry("/admin/replay", Set.of())
                .containsEntry("/admin/verify", Set.of())
                .containsEntry("/rejects/{partition}/{offset}/redrive", Set.of());
    }

    /** They are read before any route is looked for, by names of their own. */
    @Test
    void namesWhatEveryReadMayWaitForAsItIsRead() {
        assertThat(Parameter.AT_LEAST.word()).isEqualTo(AtLeast.PARAMETER);
        assertThat(Parameter.WAIT.word()).isEqualTo(AtLeast.WAIT);
    }

    private static Set<String> words(Set<Parameter> parameters) {
        return parameters.stream().map(Parameter::word).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the query parameters of each path that has a method. */
    private static Map<String, Set<String>> described(String method) throws IOException {
        JsonNode document = new ObjectMapper().readTree(OpenApiRoutes.document());
        Map<String, Set<String>> described = new TreeMap<>();
        document.path("paths").properties().forEach(path -> {
            JsonNode operation = path.getValue().path(method);
            if (operation.isObject()) {
                described.put(path.getKey(), names(document, operation));
            }
        });
        return described;
    }

    private static Set<String> names(JsonNode document, JsonNode operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode each : operation.path("parameters")) {
            JsonNode parameter =
                    each.has("$ref") ? document.at(each.path("$ref").asText().substring(1)) : each;
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }
}
