package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However somebody writes a mebibyte of JSON, its canonical form takes a bounded part of a core. */
class CanonicalJsonTimeTest {
    private static final int LENGTH = 1 << 20;

    /** Generous, for machines that do other things as well; what took longer took seconds. */
    private static final int MOST_MS = 450;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static Stream<Map.Entry<String, String>> documents() {
        String deep = "[".repeat(900);
        return Stream.of(
                Map.entry("long integers", list("9".repeat(990))),
                Map.entry("long fractions", list("0." + "7".repeat(990))),
                Map.entry("exact fractions", list("0.12345678901234567")),
                Map.entry("large numbers", list("1e308")),
                Map.entry("numbers that are too large", list("1e999")),
                Map.entry("too large and deep", deep + list("1e999") + "]".repeat(900)),
                Map.entry("lone surrogates", list("\"\\ud800\"")),
                Map.entry("deep arrays", list(deep + "]".repeat(900))),
                Map.entry("members in reverse", members(true)),
                Map.entry("the same member", members(false)),
                Map.entry("objects in each other, all in another order", nested()));
    }

    private static String list(String item) {
        return "[" + item + ("," + item).repeat(LENGTH / (item.length() + 1)) + "]";
    }

    private static String members(boolean reverse) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; json.length() < LENGTH; i++) {
            String name = reverse ? Integer.toString((1 << 20) - i, 36) : "same";
            json.append(i > 0 ? "," : "").append('"').append(name).append("\":1");
        }
        return json.append('}').toString();
    }

    private static String nested() {
        return "{\"b\":1,\"a\":".repeat(900) + '"' + "x".repeat(LENGTH) + '"' + "}".repeat(900);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void takesABoundedPartOfACore(Map.Entry<String, String> document) throws IOException {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            List<Problem> problems = new ArrayList<>();
            try (JsonParser parser = new JsonFactory().createParser(document.getValue())) {
                parser.nextToken();
                CanonicalJson.read(parser, problems);
            }
            least = Math.min(least, (THREADS.getCurrentThreadCpuTime() - begin) / 1e6);
            assertThat(problems).hasSizeLessThanOrEqualTo(100);
        }
        assertThat(least).as(document.getKey()).isLessThan(MOST_MS);
    }
}
