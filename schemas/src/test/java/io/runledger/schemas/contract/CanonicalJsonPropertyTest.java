package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.erdtman.jcs.JsonCanonicalizer;

/** For any JSON: the same as the reference implementation of RFC 8785 says. */
class CanonicalJsonPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The one double that the reference writes wrongly (180 zeroes and {@code 1e-178}); ECMAScript writes {@code 1e-320}. */
    private static final double REFERENCE_IS_WRONG = 1e-320;

    @Property(tries = 500)
    void agreesWithTheReferenceImplementation(@ForAll("json") String value) throws IOException {
        String json = "[" + value + "]"; // the reference takes nothing but objects and arrays

        assertThat(canonical(json)).isEqualTo(new JsonCanonicalizer(json).getEncodedString());
    }

    @Property(tries = 200)
    void changesNothingTheSecondTime(@ForAll("json") String value) throws IOException {
        String once = canonical(value);

        assertThat(canonical(once)).isEqualTo(once);
    }

    @Property(tries = 5_000)
    void agreesOnEveryDouble(@ForAll long bits) throws IOException {
        double number = Double.longBitsToDouble(bits);
        if (Double.isFinite(number) && Math.abs(number) != REFERENCE_IS_WRONG) {
            assertThat("[" + CanonicalNumber.ecmaScript(number) + "]")
                    .isEqualTo(new JsonCanonicalizer("[" + DoubleToDecimal.toString(number) + "]").getEncodedString());
        }
    }

    private static String canonical(String json) throws IOException {
        List<Problem> problems = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            String text = CanonicalJson.read(parser, problems);
            assertThat(problems).isEmpty();
            assertThat(parser.nextToken()).isNull();
            return text;
        }
    }

    @Provide
    Arbitrary<String> json() {
        return json(3);
    }

    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.of("true", "false", "null", "0", "-1", "1e2", "1.50", "-0.0"),
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.longs()
                        .map(Double::longBitsToDouble)
                        .filter(number -> Double.isFinite(number) && Math.abs(number) != REFERENCE_IS_WRONG)
                        .map(CanonicalNumber::ecmaScript),
                texts().map(CanonicalJsonPropertyTest::quoted));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<String> arrays =
                json(depth - 1).list().ofMaxSize(4).map(items -> "[ " + String.join(" ,\n", items) + "]");
        Arbitrary<String> objects = Arbitraries.maps(texts(), json(depth - 1))
                .ofMaxSize(5)
                .map(map -> map.entrySet().stream()
                        .map(member -> quoted(member.getKey()) + " : " + member.getValue())
                        .reduce((a, b) -> a + ", " + b)
                        .map(members -> "{" + members + "}")
                        .orElse("{ }"));
        return Arbitraries.frequencyOf(Tuple.of(2, scalars), Tuple.of(1, arrays), Tuple.of(2, objects));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.integers().between(0, 0x7f)),
                        Tuple.of(1, Arbitraries.integers().between(0x80, 0xd7ff)),
                        Tuple.of(1, Arbitraries.integers().between(0xe000, 0xfffd)),
                        Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10ffff)))
                .list()
                .ofMaxSize(6)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
