package io.runledger.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.access.SignInBody.ByCode;
import io.runledger.access.SignInBody.ByKey;
import io.runledger.access.oidc.SignInAttempt;
import io.runledger.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignInBodyTest {
    private static SignInBody read(String json) throws Exception {
        return SignInBody.read(json.getBytes(UTF_8));
    }

    @Test
    void readsAKeyOrACode() throws Exception {
        assertThat(read("{\"key\": \"rlk_1\"}")).isEqualTo(new ByKey("rlk_1"));
        assertThat(read("{\"code\": \"c\", \"state\": \"s\"}")).isEqualTo(new ByCode("c", "s", null));
        assertThat(read("{\"code\": \"c\", \"state\": \"s\", \"iss\": \"i\"}")).isEqualTo(new ByCode("c", "s", "i"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"key\": 1}",
                "{\"key\": null}",
                "{\"key\": \"k\", \"code\": \"c\"}",
                "{\"code\": \"c\"}",
                "{\"code\": \"c\", \"state\": \"s\", \"x\": \"y\"}"
            })
    void refusesOthers(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ProblemException.class)
                .satisfies(e -> assertThat(((ProblemException) e).status()).isEqualTo(422));
    }

    @Test
    void answersOnlyTheAttemptOfItsStateAndIssuer() {
        SignInAttempt attempt = SignInAttempt.of("https://login.example.org");

        assertThat(SignInAttempt.parse(attempt.text())).contains(attempt);
        assertThat(new ByCode("c", attempt.state(), null).answers(attempt)).isTrue();
        assertThat(new ByCode("c", attempt.state(), "https://login.example.org").answers(attempt))
                .isTrue();
        assertThat(new ByCode("c", attempt.state(), "https://attacker.example").answers(attempt))
                .isFalse();
        assertThat(new ByCode("c", attempt.nonce(), null).answers(attempt)).isFalse();
        assertThat(attempt.toString()).doesNotContain(attempt.verifier());
    }
}
