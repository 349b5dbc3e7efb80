package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.PublishedSchemas.Versioned;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schemas are a promise: today's contracts are among them, and fit all of them. */
class PublishedSchemasTest {
    private static final String PUBLISH = "mvn -pl schemas test -Dtest=PublishedSchemasTest -Drunledger.publish=true";
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeAll
    static void publishIfAsked() throws IOException {
        if (Boolean.getBoolean("runledger.publish")) {
            for (Versioned contract : Versioned.all().toList()) {
                PublishedSchemas.publish(contract);
            }
        }
    }

    static Stream<Versioned> contracts() {
        return Versioned.all();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void todaysSchemaIsTheNewestPublishedOneToTheLetter(Versioned contract) throws IOException {
        assertThat(PublishedSchemas.text(contract))
                .as(
                        "%s has changed since it was published; if the change is meant, publish it: %s",
                        contract.subject(), PUBLISH)
                .isEqualTo(PublishedSchemas.newestText(contract));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void todaysSchemaReadsAndIsReadByEveryPublishedOne(Versioned contract) throws IOException {
        List<Schema> published = PublishedSchemas.of(contract);

        assertThat(published).isNotEmpty();
        assertThat(PublishedSchemas.problems(contract.schema(), published)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyFieldSaysWhatItIs(Versioned contract) {
        assertDocumented(contract.schema());
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void theRegisteredSchemaHasNoTraceOfOurClasses(Versioned contract) {
        assertThat(contract.schema().toString()).doesNotContain("avro.java.string");
    }

    @Test
    void theBuiltInPayloadsKnowEveryVersionThatWasPublished() throws IOException {
        assumeThat(Boolean.getBoolean("runledger.publish"))
                .as("what is published now comes with the next build")
                .isFalse();

        for (BuiltInPayload payload : BuiltInPayload.all()) {
            assertThat(payload.published())
                    .isEqualTo(PublishedSchemas.of(new Versioned(payload.subject(), payload.schema())))
                    .allMatch(payload::isOurs);
        }
    }

    @Test
    void findsAFieldThatIsGone() throws IOException {
        assertThat(sabotaged(fields -> remove(fields, "run_id"))).isNotEmpty();
        assertThat(sabotaged(fields -> remove(fields, "actor"))).containsOnly("the published field actor is gone");
    }

    @Test
    void findsAFieldThatWasRenamed() throws IOException {
        assertThat(sabotaged(fields -> field(fields, "run_id").put("name", "runId")))
                .isNotEmpty();
        assertThat(sabotaged(fields -> field(fields, "actor").put("name", "who")))
                .isNotEmpty();
    }

    @Test
    void findsARequiredFieldThatWasAdded() throws IOException {
        assertThat(sabotaged(fields -> fields.addObject().put("name", "tenant").put("type", "string")))
                .isNotEmpty();
    }

    @Test
    void findsATypeThatWasChanged() throws IOException {
        assertThat(sabotaged(fields -> field(fields, "producer").put("type", "long")))
                .isNotEmpty();
    }

    @Test
    void letsAnOptionalFieldBeAdded() throws IOException {
        assertThat(sabotaged(fields -> fields.addObject()
                        .put("name", "tenant")
                        .put("type", "string")
                        .put("default", "")))
                .isEmpty();
    }

    private static List<String> sabotaged(Consumer<ArrayNode> sabotage) throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(Contract.EVENT.schema().toString());
        sabotage.accept((ArrayNode) schema.get("fields"));
        return PublishedSchemas.problems(
                new Schema.Parser().parse(schema.toString()), PublishedSchemas.of(Versioned.of(Contract.EVENT)));
    }

    private static ObjectNode field(ArrayNode fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).path("name").asText().equals(name)) {
                return (ObjectNode) fields.get(i);
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static void remove(ArrayNode fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).path("name").asText().equals(name)) {
                fields.remove(i);
                return;
            }
        }
    }

    private static void assertDocumented(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                for (Schema.Field field : schema.getFields()) {
                    assertThat(field.doc())
                            .as(schema.getFullName() + "." + field.name())
                            .isNotBlank();
                    assertDocumented(field.schema());
                }
            }
            case UNION -> schema.getTypes().forEach(PublishedSchemasTest::assertDocumented);
            case ARRAY -> assertDocumented(schema.getElementType());
            case MAP -> assertDocumented(schema.getValueType());
            default -> {}
        }
    }
}
