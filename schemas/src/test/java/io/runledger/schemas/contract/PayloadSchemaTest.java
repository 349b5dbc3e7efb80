package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String record(String... fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + String.join(",", fields) + "]}";
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    private static Problem refused(String schema) {
        ContractViolationException refusal =
                catchThrowableOfType(ContractViolationException.class, () -> PayloadSchema.read(JSON.readTree(schema)));
        assertThat(refusal).as(schema).isNotNull();
        assertThat(refusal.problems()).hasSize(1);
        return refusal.problems().get(0);
    }

    @Test
    void takesTheSchemaOfARecord() throws Exception {
        String schema = record(field("a", "\"int\""), field("b", "[\"null\",\"R\"]"));

        assertThat(PayloadSchema.read(JSON.readTree(schema))).hasToString(schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"string\" | ``",
                "[\"null\"] | ``",
                "{\"type\":\"map\",\"values\":\"int\"} | /type",
                "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[]} | /type"
            })
    void takesNothingButRecords(String schema, String pointer) {
        assertThat(refused(schema).pointer()).isEqualTo(pointer == null ? "" : pointer);
        assertThat(refused(schema).detail()).startsWith("must be a record");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "[]x",
                "null",
                "7",
                "{\"type\":\"record\"}",
                "{\"type\":\"record\",\"name\":\"R\"}",
                "\"nope\""
            })
    void refusesWhatIsNoSchema(String schema) {
        assertThat(refused(schema.replace("[]x", "[7]")).detail()).startsWith("is not an Avro schema: ");
    }

    @Test
    void pointsAtTheFieldThatIsToBlame() {
        assertThat(refused(record(field("a", "\"int\""), field("b", "\"nope\""), field("c", "\"int\"")))
                        .pointer())
                .isEqualTo("/fields/1");
        assertThat(refused(record(field("a", "\"int\""), field("a", "\"int\""))).pointer())
                .isEqualTo("/fields/1");
        assertThat(refused(record(field("a b", "\"int\""))).pointer()).isEqualTo("/fields/0");
        assertThat(refused(record("{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}"))
                        .pointer())
                .isEqualTo("/fields/0");
        String inner = "{\"type\":\"record\",\"name\":\"I\",\"fields\":[" + field("x", "\"int\"") + ","
                + field("y", "\"nope\"") + "]}";
        assertThat(refused(record(field("a", "\"int\""), field("b", inner))).pointer())
                .isEqualTo("/fields/1/type/fields/1");
    }

    @Test
    void findsTheFieldAmongMany() {
        String fields = IntStream.range(0, 5_000)
                .mapToObj(i -> field("f" + i, i == 4_321 ? "\"nope\"" : "\"int\""))
                .collect(Collectors.joining(","));

        assertThat(refused(record(fields)).pointer()).isEqualTo("/fields/4321");
    }
}
