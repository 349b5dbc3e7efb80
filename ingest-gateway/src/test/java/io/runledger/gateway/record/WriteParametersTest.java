package io.runledger.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.http.OpenApiRoutes;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What writes take in a query is what openapi.json describes. */
final class WriteParametersTest {
    @Test
    void takesTheQueryParametersThatAreDescribed() throws IOException {
        Map<String, Set<String>> erasures = new TreeMap<>(described("delete"));
        erasures.keySet().removeIf(path -> path.contains("/checkpoints/") || path.startsWith("/access/"));

        Set<String> inRun = new TreeSet<>(RecordErasure.PARAMETERS);
        inRun.remove("run_id");
        assertThat(erasures)
                .isEqualTo(Map.of(
                        "/events/{event_id}",
                        RecordErasure.PARAMETERS,
                        "/artifacts/{artifact_id}",
                        RecordErasure.PARAMETERS,
                        "/runs/{run_id}/events/{event_id}",
                        inRun,
                        "/runs/{run_id}/artifacts/{artifact_id}",
                        inRun));
    }

    /** Requests for decisions and registrations of files name the run in the query, unless the path or the body does. */
    @Test
    void elseOnlyTheRunIsNamed() throws IOException {
        assertThat(described("post"))
                .isNotEmpty()
                .allSatisfy((path, names) -> assertThat(names).as(path).isSubsetOf("run_id"));
        assertThat(described("post")).containsEntry("/artifacts/{artifact_id}/review", Set.of("run_id"));
        assertThat(described("post")).containsEntry("/events", Set.of());
    }

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
