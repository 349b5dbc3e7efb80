package io.runledger.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OidcConfigTest {
    private static OidcConfig config(String issuers, String audience) {
        return OidcConfig.from(
                new Settings(Map.of("RUNLEDGER_OIDC_ISSUERS", issuers, "RUNLEDGER_OIDC_AUDIENCE", audience)));
    }

    @Test
    void acceptsNobodysTokensUnlessTold() {
        assertThat(OidcConfig.from(new Settings(Map.of())).issuers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.org",
                "https://login.example.org/realms/main/",
                "http://127.0.0.1:8080/realms/main",
                "http://localhost:8080/a, https://login.example.org/b"
            })
    void takesIssuersThatNobodyOnTheWayCanSpeakFor(String issuers) {
        assertThat(config(issuers, "the-ledger").issuers()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.org",
                "login.example.org",
                "https:///realms",
                "ftp://127.0.0.1/",
                "https://login.example.org/?a=b",
                "https://login.example.org/#a",
                "https://user@login.example.org/",
                "https://a.example.org,https://a.example.org",
                "https://a b"
            })
    void refusesOthers(String issuers) {
        assertThatThrownBy(() -> config(issuers, "the-ledger"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("RUNLEDGER_OIDC_ISSUERS");
    }

    /** Else a token for any other service of the issuer would do. */
    @Test
    void needsAnAudience() {
        assertThatThrownBy(() -> config("https://login.example.org", ""))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("RUNLEDGER_OIDC_AUDIENCE");
    }
}
