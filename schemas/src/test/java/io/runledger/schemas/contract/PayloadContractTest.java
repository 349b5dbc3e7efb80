package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadContractTest {
    private static final PayloadContract TRAINED = new PayloadContract(new Schema.Parser().parse("""
            {"type": "record", "name": "Trained", "fields": [
              {"name": "model", "type": {"type": "record", "name": "Model", "fields": [
                {"name": "name", "type": "string"},
                {"name": "size", "type": ["null", "long"], "default": null}]}},
              {"name": "stage", "type": {"type": "enum", "name": "Stage", "symbols": ["DRAFT", "FINAL"]}, "default": "DRAFT"},
              {"name": "losses", "type": {"type": "array", "items": "double"}, "default": []},
              {"name": "labels", "type": {"type": "map", "values": ["null", "string", "int"]}, "default": {}}]}"""));

    private static List<Problem> problems(String payload) {
        return TRAINED.problems(payload, "/payload");
    }

    private static PayloadContract ofField(String type) {
        return new PayloadContract(new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":" + type + "}]}"));
    }

    private static List<Problem> problems(String type, String value) {
        return ofField(type).problems("{\"f\":" + value + "}", "");
    }

    @Test
    void takesJsonAsPeopleWriteIt() {
        assertThat(problems("{\"model\":{\"name\":\"m\"}}")).isEmpty();
        assertThat(problems("{\"labels\":{\"a\":null,\"b\":\"x\",\"c\":3},\"losses\":[1,0.5],"
                        + "\"model\":{\"name\":\"m\",\"size\":7},\"stage\":\"FINAL\"}"))
                .isEmpty();
    }

    @Test
    void doesNotTakeTheWrappersOfAvrosJson() {
        assertThat(problems("{\"model\":{\"name\":\"m\",\"size\":{\"long\":7}}}"))
                .containsExactly(
                        new Problem("/payload/model/size", "must be null, or a whole number from -2^63 to 2^63-1"));
    }

    @Test
    void pointsAtEveryFieldThatIsWrong() {
        assertThat(problems("{\"labels\":{\"a/b~c\":true},\"losses\":[1,\"2\"],\"model\":{\"colour\":1,\"size\":1.5},"
                        + "\"stage\":\"LAST\"}"))
                .containsExactly(
                        new Problem(
                                "/payload/labels/a~1b~0c",
                                "must be null, or a string, or a whole number from -2147483648 to 2147483647"),
                        new Problem("/payload/losses/1", "must be a number"),
                        new Problem("/payload/model/colour", "is not a field of Model; its fields are name, size"),
                        new Problem("/payload/model/size", "must be null, or a whole number from -2^63 to 2^63-1"),
                        new Problem("/payload/model/name", "is required"),
                        new Problem("/payload/stage", "must be one of: DRAFT, FINAL"));
    }

    @ParameterizedTest
    @CsvSource({"[]", "null", "1", "'\"text\"'"})
    void pointsAtThePayloadThatIsNoObject(String payload) {
        assertThat(problems(payload)).containsExactly(new Problem("/payload", "must be an object, Trained"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"null\" | null",
                "\"boolean\" | true",
                "\"int\" | -2147483648",
                "\"long\" | 9007199254740992",
                "\"float\" | 3.4e+38",
                "\"double\" | 1e+300",
                "\"double\" | 1",
                "\"bytes\" | \"\\u0000ÿ\"",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":2} | \"ab\"",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | \"2026-11-21T10:00:00+01:00\"",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"} | 1700000000000000",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | \"2026-11-21\"",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | 20000",
                "{\"type\":\"string\",\"logicalType\":\"uuid\"} | \"019AA5D1-0000-7000-8000-00000000000a\"",
                "[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"},\"string\"] | \"yesterday\"",
                "[\"int\",\"double\"] | 3000000000",
                "[] | null"
            })
    void takesWhatTheTypeIsWrittenWith(String type, String value) {
        assertThat(problems(type, value)).hasSize(type.equals("[]") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"null\" | 0 | null",
                "\"boolean\" | 1 | true or false",
                "\"int\" | 2147483648 | from -2147483648",
                "\"int\" | 1.5 | whole number",
                "\"long\" | 18446744073709551616 | from -2^63",
                "\"long\" | \"7\" | whole number",
                "\"float\" | 1e+39 | single precision",
                "\"double\" | \"NaN\" | a number",
                "\"string\" | null | a string",
                "\"bytes\" | \"Ā\" | U+00FF",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":2} | \"abc\" | exactly 2",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | \"2026-11-21\" | RFC 3339",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | 1.5 | milliseconds",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | \"2026-02-30\" | a date",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | 2147483648 | a date",
                "{\"type\":\"string\",\"logicalType\":\"uuid\"} | \"019aa5d1\" | a UUID",
                "{\"type\":\"array\",\"items\":\"int\"} | {} | an array",
                "{\"type\":\"map\",\"values\":\"int\"} | [] | an object"
            })
    void saysWhatWouldBeRight(String type, String value, String right) {
        assertThat(problems(type, value)).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/f");
            assertThat(problem.detail()).startsWith("must be ").contains(right);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1.5", "\"text\"", "[1,[{}]]", "{\"a\":{\"b\":[null]}}"})
    void takesAnyJsonWhereAStringIsOfThatLogicalType(String value) {
        String json = "{\"type\":\"string\",\"logicalType\":\"json\"}";

        assertThat(problems(json, value)).isEmpty();
        assertThat(problems("[\"null\"," + json + "]", value)).isEmpty();
        assertThat(problems("[\"null\"," + json + ",\"int\"]", value)).isEmpty();
        assertThat(problems("{\"type\":\"map\",\"values\":" + json + "}", "{\"m\":" + value + "}"))
                .isEmpty();
        assertThat(problems("{\"type\":\"map\",\"values\":" + json + "}", "[" + value + "]"))
                .containsExactly(new Problem("/f", "must be an object"));
    }

    @Test
    void takesOtherMembersOnlyWhereARecordIsOpen() {
        String closed =
                "{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":0}]";

        assertThat(problems(closed + ",\"additionalProperties\":true}", "{\"a\":1,\"b\":{\"c\":[]}}"))
                .isEmpty();
        assertThat(problems(closed + ",\"additionalProperties\":true}", "{\"a\":\"1\",\"b\":2}"))
                .extracting(Problem::pointer)
                .containsExactly("/f/a");
        assertThat(problems(closed + ",\"additionalProperties\":false}", "{\"b\":2}"))
                .extracting(Problem::pointer)
                .containsExactly("/f/b");
    }

    @Test
    void takesOnlyTheTextsThatAFieldLists() {
        PayloadContract listed = new PayloadContract(new Schema.Parser().parse("""
                {"type": "record", "name": "R", "fields": [
                  {"name": "f", "type": ["null", "string"], "default": null, "enum": ["to-do", "done"]}]}"""));

        assertThat(listed.problems("{\"f\":\"to-do\"}", "")).isEmpty();
        assertThat(listed.problems("{\"f\":null}", "")).isEmpty();
        assertThat(listed.problems("{\"f\":\"doing\"}", ""))
                .containsExactly(new Problem("/f", "must be one of: to-do, done"));
        assertThat(listed.problems("{\"f\":1}", "")).containsExactly(new Problem("/f", "must be null, or a string"));
    }

    @Test
    void saysWhyNoneOfSeveralRecordsFits() {
        String type =
                "[\"null\",{\"type\":\"record\",\"name\":\"Cat\",\"fields\":[{\"name\":\"lives\",\"type\":\"int\"}]},"
                        + "{\"type\":\"record\",\"name\":\"Dog\",\"fields\":[{\"name\":\"legs\",\"type\":\"int\"}]}]";

        assertThat(problems(type, "{\"lives\":9}")).isEmpty();
        assertThat(problems(type, "{\"legs\":4}")).isEmpty();
        assertThat(problems(type, "{\"wings\":2}"))
                .containsExactly(new Problem(
                        "/f",
                        "must be an object, Cat (/wings is not a field of Cat; its fields are lives), or an object, Dog"
                                + " (/wings is not a field of Dog; its fields are legs)"));
    }

    @Test
    void followsSchemasThatHoldThemselvesAsDeepAsTheStackAllows() {
        PayloadContract tree = new PayloadContract(new Schema.Parser().parse("""
                {"type": "record", "name": "Node", "fields": [
                  {"name": "next", "type": ["null", "Node"], "default": null},
                  {"name": "value", "type": "int", "default": 0}]}"""));

        assertThat(tree.problems(nested(PayloadCheck.DEEPEST, "{\"value\":1}"), ""))
                .isEmpty();
        assertThat(tree.problems(nested(3, "{\"value\":\"x\"}"), "").get(0).pointer())
                .isEqualTo("/next/next/value");
        assertThat(tree.problems(nested(PayloadCheck.DEEPEST + 1, "{\"value\":1}"), "")
                        .get(0)
                        .detail())
                .isEqualTo("is nested deeper than 500 levels");
    }

    /** Without remembering what was tried, this would take 2^400 steps. */
    @Test
    void triesEachBranchOnceHoweverDeepTheyAlternate() {
        PayloadContract tree = new PayloadContract(new Schema.Parser().parse("""
                {"type": "record", "name": "A", "fields": [{"name": "next", "type": ["null", "A",
                  {"type": "record", "name": "B", "fields": [{"name": "next", "type": ["null", "A", "B"]}]}]}]}"""));

        assertThat(tree.problems(nested(400, "{\"next\":null}"), "")).isEmpty();
        assertThat(tree.problems(nested(400, "{\"next\":1}"), ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/next"));
    }

    @Test
    void listsAHundredProblemsAndSaysThatThereAreMore() {
        String items = "1,".repeat(PayloadContract.MOST_PROBLEMS - 1) + "1";
        PayloadContract texts = ofField("{\"type\":\"array\",\"items\":\"string\"}");

        assertThat(texts.problems("{\"f\":[" + items + "]}", "/payload")).hasSize(PayloadContract.MOST_PROBLEMS);
        assertThat(texts.problems("{\"f\":[" + items + ",1,1]}", "/payload"))
                .hasSize(PayloadContract.MOST_PROBLEMS + 1)
                .last()
                .isEqualTo(new Problem("/payload", "has more than 100 problems; these are the first"));
    }

    @Test
    void isAskedWithTheOtherFieldsProblems() throws IOException {
        PayloadContracts contracts = type -> type.equals("model.trained") ? Optional.of(TRAINED) : Optional.empty();

        assertThat(read(contracts, "\"model.trained\"", "{\"b\": 1, \"model\": {}}"))
                .extracting(Problem::pointer)
                .containsExactly("/producer", "/payload/b", "/payload/model/name");
        assertThat(read(contracts, "\"model.other\"", "{\"b\": 1}"))
                .extracting(Problem::pointer)
                .containsExactly("/producer");
        assertThat(read(contracts, "\"model.trained\"", "{\"b\": 1e999}"))
                .as("a payload that has no canonical form")
                .extracting(Problem::pointer)
                .containsExactly("/producer", "/payload/b");
        assertThat(read(contracts, "7", "{\"b\": 1}"))
                .extracting(Problem::pointer)
                .containsExactly("/producer", "/event_type");
    }

    @Test
    void knowsItsSubjects() {
        assertThat(PayloadContract.subject("model.trained")).isEqualTo("payload.model.trained");
        assertThat(PayloadContract.eventType("payload.model.trained")).contains("model.trained");
        assertThat(PayloadContract.eventType("payload.")).isEmpty();
        assertThat(PayloadContract.eventType("payload.a b")).isEmpty();
        assertThat(PayloadContract.eventType("orders-value")).isEmpty();
    }

    private static List<Problem> read(PayloadContracts contracts, String eventType, String payload) throws IOException {
        String event = "{\"producer\": 1, \"run_id\": \"r\", \"payload\": " + payload + ", \"event_type\": " + eventType
                + ", \"occurred_at\": \"2026-11-21T10:00:00Z\"}";
        return Reading.problems(Contract.EVENT, event, contracts);
    }

    private static String nested(int levels, String innermost) {
        return "{\"next\":".repeat(levels - 1) + innermost + "}".repeat(levels - 1);
    }
}
