package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where what is around a secret stays, the whole of it is taken at once: a part that is left would be found again by it. */
final class LongSecretsTest {
    private final Redaction redaction = Redaction.builtIn();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example.org:5432:app:bob:«»",
                "openssl req -passin pass:«»",
                "<input type=\"password\" value=\"«\">",
                "machine example.org login bob password «»",
                "Authorization: Bearer «»",
                "https://bob:«»@example.org/x",
                "password=«»",
            })
    void areTakenWhole(String context) {
        String secret = "aB3xK9qLm2".repeat(200);
        String text = context.replace("»", "").replace("«", secret);

        Redacted once = redaction.textOnce(text, "", Budget.of(text.length()));

        assertThat(once.hits()).isNotEmpty();
        assertThat(once.text()).doesNotContain("aB3xK9qLm2");
        assertThat(redaction.text(once.text(), "").hits()).isEmpty();
    }
}
