package io.runledger.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer rlk_a", "bearer rlk_a", "BEARER rlk_a", "  Bearer   rlk_a  "})
    void takesABearerTokenInAnyCase(String header) {
        assertThat(Credentials.of(List.of(header))).contains("rlk_a");
    }

    @ParameterizedTest
    @ValueSource(strings = {":rlk_a", "me:rlk_a", "key:rlk_a", "j\u00e4rvi@example.org:rlk_a"})
    void takesThePasswordOfBasicWhoeverTheUserIs(String pair) {
        assertThat(Credentials.of(List.of("Basic " + base64(pair)))).contains("rlk_a");
        assertThat(Credentials.of(List.of("bAsIc  " + base64(pair)))).contains("rlk_a");
    }

    /** RFC 7617: the user has none, so the first ends it. */
    @Test
    void keepsColonsOfAPassword() {
        assertThat(Credentials.of(List.of("Basic " + base64("me:a:b:c")))).contains("a:b:c");
    }

    @Test
    void findsNoneWhereThereIsNoHeader() {
        assertThat(Credentials.of(List.of())).isEmpty();
    }

    /** Which of them another part of the way took is not known. */
    @Test
    void findsNoneInTwoHeaders() {
        assertThat(Credentials.of(List.of("Bearer rlk_a", "Bearer rlk_a"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rlk_a",
                "Bearer",
                "Bearerrlk_a",
                "Digest username=\"rlk_a\"",
                "Token rlk_a",
                "Negotiate cmxrX2E=",
                "Basic",
                "Basic ",
                "Basic rlk_a",
                "Basic ====",
                "Basic cmxrX2E=", // no colon in it
            })
    void findsNoneInAnythingElse(String header) {
        assertThat(Credentials.of(List.of(header))).isEmpty();
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
