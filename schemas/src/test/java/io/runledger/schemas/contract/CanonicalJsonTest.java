package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final JsonFactory FACTORY = new JsonFactory();

    private record Canonical(String text, List<Problem> problems) {}

    private static Canonical canonical(String json) throws IOException {
        List<Problem> problems = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return new Canonical(CanonicalJson.read(parser, problems), problems);
        }
    }

    /** RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesNumbersAsEcmaScriptDoes(String bits, String text) throws Exception {
        double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

        assertThat(CanonicalNumber.ecmaScript(number)).isEqualTo(text);
        assertThat(canonical(text)).isEqualTo(new Canonical(text, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "1E30, 1e+30",
        "4.50, 4.5",
        "2e-3, 0.002",
        "0.000000000000000000000000001, 1e-27",
        "-0, 0",
        "-0.0, 0",
        "1.0, 1",
        "123456789012345, 123456789012345",
        "1000000000000000000000, 1e+21",
        "9007199254740992, 9007199254740992"
    })
    void writesEachNumberInOneWay(String literal, String text) throws Exception {
        assertThat(canonical(literal)).isEqualTo(new Canonical(text, List.of()));
    }

    /** RFC 8785, 3.2.3: by UTF-16 code units, which puts the emoji before the Hebrew letter. */
    @Test
    void sortsNamesByTheirUtf16Units() throws Exception {
        String json = """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                 "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
                 "\\u00f6": "Latin Small Letter O With Diaeresis"}""";

        assertThat(canonical(json))
                .isEqualTo(new Canonical(
                        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
                        List.of()));
    }

    /** RFC 8785, 3.2.2. */
    @Test
    void escapesWhatMustBeEscapedAndNothingElse() throws Exception {
        assertThat(canonical("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\u007f\\b\\f\\t\\r\\u001f\"")
                        .text())
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\\b\\f\\t\\r\\u001f\"");
    }

    @Test
    void keepsNestedValuesInPlace() throws Exception {
        assertThat(canonical("{ \"b\" : [ 1 , { \"d\" : null , \"c\" : true } , [ ] ] , \"a\" : { } }")
                        .text())
                .isEqualTo("{\"a\":{},\"b\":[1,{\"c\":true,\"d\":null},[]]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-9007199254740993",
                "12345678901234567890",
                "1e400",
                "-1e400",
                "1e-400",
                "1e-99999999999",
                "1e99999999999",
                "12345678901234567.5",
                "3.14159265358979323846",
                "0.1000000000000000055511151231257827"
            })
    void refusesNumbersThatADoubleCannotHold(String literal) throws Exception {
        assertThat(canonical("{\"a\": [0, " + literal + "]}").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo("/a/1");
                    assertThat(problem.detail()).contains("double precision").doesNotContain(literal);
                });
    }

    @Test
    void takesFractionsAsProgramsPrintDoubles() throws Exception {
        assertThat(canonical("[0.10000000000000001, 1.10, 3.1415926535897931, -0.0, 0e99999999999]")
                        .text())
                .isEqualTo("[0.1,1.1,3.141592653589793,0,0]");
    }

    @Test
    void refusesNamesThatStandTwice() throws Exception {
        assertThat(canonical("{\"o\": {\"x\": 1, \"y\": 2, \"x\": 3}}").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo("/o");
                    assertThat(problem.detail()).contains("\"x\"");
                });
        assertThat(canonical("{\"x\": 1, \"x\": 1}").problems()).hasSize(1);
    }

    @Test
    void refusesLoneSurrogates() throws Exception {
        assertThat(canonical("{\"a\": \"\\ud800\", \"b\": \"\\udc00\\ud800\", \"c\": \"\\ud83d\\ude00\"}")
                        .problems())
                .extracting(Problem::pointer)
                .containsExactly("/a", "/b");
    }
}
