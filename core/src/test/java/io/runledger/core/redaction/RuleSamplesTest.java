package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each built-in rule is there for something: it has a sample, and is what takes it. */
class RuleSamplesTest {
    private static final int SEEDS = 5;

    private final Redaction redaction = Redaction.builtIn();

    @Test
    void everyRuleHasASample() {
        List<String> sampled =
                new Secrets(0).samples().stream().map(Sample::rule).toList();

        assertThat(sampled)
                .as(
                        "rules with a sample: add one to core/src/test/resources/io/runledger/core/redaction/%s",
                        Secrets.TEMPLATES)
                .containsExactlyInAnyOrderElementsOf(redaction.names());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void takesItsSample(Sample sample) {
        Redacted redacted = redaction.json(sample.payload(), "", Content.DROP);

        assertThat(sample.payload()).contains(sample.needle());
        assertThat(Stream.concat(redacted.hits().stream(), redacted.dropped().stream()))
                .as("rules that take %s", sample.text())
                .extracting(Hit::rule)
                .containsExactly(sample.rule());
        assertThat(redacted.text())
                .isEqualTo(sample.payload(
                        redacted.hits().isEmpty()
                                ? Redaction.dropped(sample.rule())
                                : Redaction.replacement(sample.rule())));
    }

    static Stream<Sample> samples() {
        return LongStream.range(0, SEEDS).boxed().flatMap(seed -> new Secrets(seed).samples().stream());
    }
}
