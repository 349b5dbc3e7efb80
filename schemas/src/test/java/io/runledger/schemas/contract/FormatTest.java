package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource({"IDENTIFIER, 200", "TYPE, 200", "NAME, 256", "TEXT, 4000"})
    void takesTextUpToItsLength(Format format, int most) {
        assertThat(format.problem("a".repeat(most), most)).isEmpty();
        assertThat(format.problem("a".repeat(most + 1), most)).contains("is longer than " + most + " characters");
        assertThat(format.problem("", most)).contains("must not be empty");
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTIFIER, 2ad07ef4-6ce9-4ceb-bbb9-818d75eebbb4, true",
        "IDENTIFIER, a._:@+=~, true",
        "IDENTIFIER, 9, true",
        "IDENTIFIER, é, false",
        "IDENTIFIER, a/b, false",
        "IDENTIFIER, a%2Fb, false",
        "IDENTIFIER, .hidden, false",
        "TYPE, dbt.NodeFinished, true",
        "TYPE, v1.package.created, true",
        "TYPE, 1.package, false",
        "TYPE, a:b, false",
        "NAME, model.shop/orders é 世界 😀, true",
        "NAME, 'a ', false",
        "NAME, ' a', false",
        "HEX, 00ff, true",
        "HEX, 0, false",
        "HEX, 0G, false",
        "JSON, '[1,{}]', true",
        "JSON, '1 2', false",
        "JSON, '{', false",
        "JSON_OBJECT, '{}', true",
        "JSON_OBJECT, '[]', false"
    })
    void knowsWhatFits(Format format, String text, boolean fits) {
        assertThat(format.problem(text, 1000).isEmpty()).isEqualTo(fits);
    }
}
