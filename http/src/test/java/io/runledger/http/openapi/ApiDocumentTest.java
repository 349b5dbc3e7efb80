package io.runledger.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.runledger.schemas.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class ApiDocumentTest {
    private static final JsonNode DOCUMENT = ApiDocument.build();

    @Test
    void describesAFieldThatAContractHasNewWithoutAWord() throws Exception {
        Schema grown = with(Contract.EVENT.schema(), """
                {"name": "mood", "type": ["null", "string"], "default": null, "format": "name", "maxLength": 40,
                  "doc": "How it felt."}""", """
                {"name": "place", "default": null, "doc": "Where.", "type": ["null",
                  {"type": "record", "name": "Coordinates", "doc": "A place on earth.", "fields": [
                    {"name": "metres", "type": "long", "minimum": 0, "doc": "Above the sea."}]}]}""");

        JsonNode schemas = ApiDocument.build(List.of(grown, Contract.ARTIFACT.schema()))
                .path("components")
                .path("schemas");

        JsonNode sent = schemas.path("NewEvent").path("properties");
        assertThat(sent.path("mood"))
                .isEqualTo(json("""
                        {"type": ["string", "null"], "minLength": 1, "maxLength": 40, "pattern": %s,
                          "description": "How it felt."}""".formatted(sent.path("producer").path("pattern"))));
        assertThat(sent.path("place")).isEqualTo(json("{\"$ref\": \"#/components/schemas/Coordinates\"}"));
        assertThat(schemas.path("Coordinates")).isEqualTo(json("""
                                {"type": "object", "description": "A place on earth.", "additionalProperties": false,
                                  "required": ["metres"], "properties": {"metres":
                                    {"type": "integer", "format": "int64", "minimum": 0, "description": "Above the sea."}}}"""));
        assertThat(schemas.path("Event").path("properties").path("mood").path("type"))
                .isEqualTo(json("\"string\""));
        assertThat(schemas.path("Event").path("properties").path("place").path("required"))
                .isEqualTo(json("[\"metres\"]"));
    }

    @Test
    void hasATwinThatNamesTheRunOfWhatIsFoundById() {
        JsonNode paths = DOCUMENT.path("paths");

        JsonNode found = paths.path("/events/{event_id}").path("get");
        JsonNode named = paths.path("/runs/{run_id}/events/{event_id}").path("get");

        assertThat(parameters(found)).containsExactly("the_event", "of_run", "at_least", "wait");
        assertThat(parameters(named)).containsExactly("the_run", "the_event", "at_least", "wait");
        assertThat(found.path("responses").has("409")).isTrue();
        assertThat(named.path("responses").has("409")).isFalse();
        assertThat(named.path("operationId").asText()).isEqualTo("getEventOfRun");
        assertThat(named.path("responses").path("200"))
                .isEqualTo(found.path("responses").path("200"));
    }

    /** What is left of it would be no OpenAPI. */
    @Test
    void hasNothingLeftOfTheShorthandOfItsParts() {
        assertThat(DOCUMENT.findValues("of_run")).allMatch(each -> each.has("in"));
        assertThat(DOCUMENT.path("paths").findValues("errors")).isEmpty();
        assertThat(DOCUMENT.findValues("extends")).isEmpty();
        assertThat(DOCUMENT.findValues("format"))
                .allMatch(each -> !each.isTextual()
                        || List.of("date-time", "int32", "int64", "double", "binary", "uri")
                                .contains(each.asText()));
        assertThat(DOCUMENT.findValues("$ref")).isNotEmpty().allSatisfy(each -> assertThat(
                        DOCUMENT.at(each.asText().substring(1)).isMissingNode())
                .as(each.asText())
                .isFalse());
    }

    private static Schema with(Schema record, String... fields) throws Exception {
        JsonNode grown = json(record.toString());
        for (String field : fields) {
            ((ArrayNode) grown.get("fields")).add(json(field));
        }
        return new Schema.Parser().parse(grown.toString());
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static List<String> parameters(JsonNode operation) {
        List<String> names = new ArrayList<>();
        operation
                .path("parameters")
                .forEach(each -> names.add(each.path("$ref").asText().replaceAll(".*/", "")));
        return names;
    }
}
