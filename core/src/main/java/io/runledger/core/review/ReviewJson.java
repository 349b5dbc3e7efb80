package io.runledger.core.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.Timestamps;
import java.util.List;

/** How requests, states and decisions look in JSON: snake_case, what is null left out, what is not known passed over. */
public final class ReviewJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final List<String> TIMES = List.of("reviewed_at", "completed_at");

    private ReviewJson() {}

    /** Any of the records of this package as a JSON object. */
    public static ObjectNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /**
     * Reads one of the records of this package.
     *
     * @throws JsonProcessingException if the JSON is not one
     */
    public static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(json, type);
    }

    /** The same, from a tree. */
    public static <T> T value(JsonNode json, Class<T> type) throws JsonProcessingException {
        return JSON.treeToValue(json, type);
    }

    /** A state as answers show it: decisions of earlier versions have times of other widths, and are sealed as they are. */
    public static JsonNode shown(JsonNode state) {
        ObjectNode shown = state.deepCopy();
        for (String time : TIMES) {
            if (shown.path(time).isTextual()) {
                shown.put(time, Timestamps.shown(shown.path(time).textValue()));
            }
        }
        return shown;
    }

    public static JsonNode read(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }
}
