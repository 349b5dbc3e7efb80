package io.runledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.regex.RegularExpression;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.http.OpenApiRoutes;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API's description says of a field is what the contract's Avro schema says: neither can change alone. */
final class OpenApiContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = document();

    /** The longest of each format where the field does not say; the property above holds them against the code. */
    private static final Map<String, Integer> LENGTHS =
            Map.of("identifier", 200, "type", 200, "name", 256, "text", 4000, "hex", 128);

    /** One field of each format that the property above tries. */
    private static final JsonNode OF_FORMAT = JSON.createObjectNode()
            .put("identifier", pattern("NewEvent", "event_id"))
            .put("type", pattern("NewEvent", "event_type"))
            .put("name", pattern("NewEvent", "producer"))
            .put("text", pattern("NewArtifact", "title"))
            .put("hex", "^([0-9a-f]{2})+$");

    private static final ObjectNode JSON_EVENT = JSON.createObjectNode()
            .put("event_id", "e")
            .put("event_type", "t")
            .put("run_id", "r")
            .put("task_id", "task")
            .put("producer", "p")
            .put("occurred_at", "2026-11-21T10:00:00Z")
            .put("payload", "");
    private static final ObjectNode JSON_ARTIFACT = JSON.createObjectNode()
            .put("artifact_id", "a")
            .put("artifact_type", "t")
            .put("title", "A title")
            .put("summary", "A summary")
            .put("status", "draft")
            .put("storage_provider", "s3")
            .put("location", "s3://here")
            .put("data_class", "internal")
            .put("run_id", "r")
            .put("source_type", "import")
            .put("created_by", "somebody");
    private static final JsonSchema NEW_EVENT = validator("NewEvent");
    private static final JsonSchema NEW_ARTIFACT = validator("NewArtifact");

    static List<Contract<?>> contracts() {
        return Contract.all();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void whatIsSentHasTheFieldsThatTheLedgerDoesNotSet(Contract<?> contract) {
        JsonNode described = schema("New" + contract.schema().getName());

        List<Schema.Field> sent = contract.schema().getFields().stream()
                .filter(field -> !Boolean.TRUE.equals(field.getObjectProp("ledger")))
                .toList();

        assertThat(described.path("properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(sent.stream().map(Schema.Field::name).toList());
        assertThat(texts(described.path("required")))
                .containsExactlyElementsOf(sent.stream()
                        .filter(field -> !field.hasDefaultValue()
                                && field.getProp("made") == null
                                && field.getProp("filled") == null)
                        .map(Schema.Field::name)
                        .toList());
        assertThat(described.path("additionalProperties"))
                .isEqualTo(JSON.getNodeFactory().booleanNode(false));
        sent.forEach(
                field -> assertDescribed(field, described.path("properties").path(field.name()), true));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void whatIsAnsweredHasAllFieldsAndWhatTheLogAdds(Contract<?> contract) {
        JsonNode described = schema(contract.schema().getName());

        List<String> names = new ArrayList<>(
                contract.schema().getFields().stream().map(Schema.Field::name).toList());
        names.addAll(List.of("partition", "sequence", "created_at", "position", "attestation"));
        if (contract == Contract.ARTIFACT) {
            names.addAll(List.of("revision", "reviewed_by", "reviewed_at", "superseded_by", "updated_at"));
        }
        names.add("origin");

        assertThat(described.path("properties").fieldNames()).toIterable().containsExactlyElementsOf(names);
        contract.schema()
                .getFields()
                .forEach(field ->
                        assertDescribed(field, described.path("properties").path(field.name()), false));
    }

    /** The patterns stand for rules in code, so they are held against what the code does. */
    @Property(tries = 3000)
    void takesTheTextsThatTheContractTakes(@ForAll("fields") String field, @ForAll("texts") String text) {
        boolean event = JSON_EVENT.has(field);
        ObjectNode body = (event ? JSON_EVENT : JSON_ARTIFACT).deepCopy().put(field, text);

        boolean taken = isTaken(event ? Contract.EVENT : Contract.ARTIFACT, body);

        JsonSchema schema = event ? NEW_EVENT : NEW_ARTIFACT;
        assertThat(schema.validate(body).isEmpty())
                .as("%s = %s", field, JSON.valueToTree(text))
                .isEqualTo(taken);
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of(
                "event_id", "event_type", "task_id", "producer", "title", "summary", "status", "data_class");
    }

    /** Short ones of all kinds, and ones around the limits of length; code points of one UTF-16 unit only. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any =
                Arbitraries.strings().withCharRange('\0', '\ud7ff').ofMaxLength(4);
        Arbitrary<String> tricky = Arbitraries.strings()
                .withChars("aZ09._:@+=~,-/ \n\t\r\u0000\u001f\u007f\u0085\u009f\u00a0\u2003\u2007\u2028\u3000ü\ufeff")
                .ofMaxLength(4);
        Arbitrary<String> words = Arbitraries.of("draft", "needs-review", "published", "internal", "public", "Draft");
        Arbitrary<String> longs = Arbitraries.of(199, 200, 201, 255, 256, 257, 499, 500, 501, 3999, 4000, 4001)
                .map("x"::repeat);
        return Arbitraries.oneOf(any, tricky, words, longs);
    }

    private static boolean isTaken(Contract<?> contract, JsonNode body) {
        try (JsonParser parser = JSON.createParser(body.toString())) {
            parser.nextToken();
            contract.read(parser);
            return true;
        } catch (ContractViolationException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertDescribed(Schema.Field field, JsonNode property, boolean sent) {
        JsonNode described = resolved(property);
        Schema type = value(field.schema());
        String format = field.getProp("format");
        boolean json = format != null && format.startsWith("json");
        if (field.getObjectProp("enum") instanceof List<?> allowed) {
            // What is answered is the status that stands, which a decision may have set.
            List<?> words = !sent && field.name().equals("status")
                    ? Arrays.stream(ArtifactStatus.values())
                            .map(ArtifactStatus::word)
                            .toList()
                    : allowed;
            assertThat(texts(described.path("enum"))).as(field.name()).isEqualTo(words);
        } else if (type.getType() == Schema.Type.STRING && !json) {
            assertText(field, described);
        }
        if (type.getType() == Schema.Type.RECORD) {
            type.getFields()
                    .forEach(inner ->
                            assertDescribed(inner, described.path("properties").path(inner.name()), sent));
        }
        if (type.getType() == Schema.Type.ARRAY && format != null) {
            assertThat(described.path("items").path("maxLength").asInt())
                    .as(field.name())
                    .isEqualTo(LENGTHS.get(format));
        }
        assertNumber(field, described, "minimum");
        assertNumber(field, described, "maxItems");
        // Generated clients cannot have an object that may be null; to leave it out says the same.
        if (sent && field.schema().isNullable() && !json && type.getType() != Schema.Type.RECORD) {
            assertThat(texts(described.path("type"))).as(field.name()).contains("null");
        } else if (!json) {
            assertThat(described.path("type").isTextual()).as(field.name()).isTrue();
        }
        assertThat(described.path("description").asText()).as(field.name()).isNotEmpty();
    }

    private static JsonNode resolved(JsonNode property) {
        String reference = property.path("$ref").asText();
        return reference.isEmpty() ? property : DOCUMENT.at(reference.substring(1));
    }

    private static void assertText(Schema.Field field, JsonNode described) {
        String format = String.valueOf(field.getProp("format"));
        int longest = field.getObjectProp("maxLength") instanceof Number number
                ? number.intValue()
                : LENGTHS.getOrDefault(format, -1);
        assertThat(described.path("maxLength").asInt()).as(field.name()).isEqualTo(longest);
        assertThat(described.path("minLength").asInt()).as(field.name()).isEqualTo(1);
        assertThat(described.path("pattern").asText())
                .as(field.name())
                .isEqualTo(OF_FORMAT.path(format).asText());
    }

    private static String pattern(String schema, String field) {
        return schema(schema).path("properties").path(field).path("pattern").asText();
    }

    private static void assertNumber(Schema.Field field, JsonNode described, String property) {
        Object expected = field.getObjectProp(property);
        assertThat(described.has(property)).as(field.name()).isEqualTo(expected != null);
        if (expected instanceof Number number) {
            assertThat(described.path(property).asLong()).as(field.name()).isEqualTo(number.longValue());
        }
    }

    private static Schema value(Schema schema) {
        return schema.isNullable()
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.path("components").path("schemas").path(name);
    }

    private static JsonSchema validator(String name) {
        String id = "https://runledger.test/openapi.json";
        return JsonSchemaFactory.getInstance(
                        VersionFlag.V202012,
                        factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(id, DOCUMENT.toString()))))
                .getSchema(
                        JSON.createObjectNode().put("$ref", id + "#/components/schemas/" + name),
                        SchemaValidatorsConfig.builder()
                                .regularExpressionFactory(OpenApiContractTest::ecmaScript)
                                .build());
    }

    /** In Java's expressions, unlike those of JSON Schema, $ also stands before a line break at the end. */
    private static RegularExpression ecmaScript(String pattern) {
        Pattern compiled = Pattern.compile(pattern.replaceFirst("\\$$", "\\\\z"));
        return text -> compiled.matcher(text).find();
    }

    private static JsonNode document() {
        try {
            return JSON.readTree(OpenApiRoutes.document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
