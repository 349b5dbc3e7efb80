package io.runledger.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import io.runledger.core.access.Role;
import io.runledger.core.settings.Settings;
import java.net.InetAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer that somebody else wrote. */
final class MockIssuerTest {
    private static final MockOAuth2Server SERVER = new MockOAuth2Server();

    @BeforeAll
    static void start() throws Exception {
        SERVER.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterAll
    static void stop() {
        SERVER.shutdown();
    }

    private static Issuers issuers(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "RUNLEDGER_OIDC_ISSUERS", url("main") + "," + url("other"), "RUNLEDGER_OIDC_AUDIENCE", "the-ledger"));
        environment.putAll(more);
        return new Issuers(OidcConfig.from(new Settings(environment)), Clock.systemUTC());
    }

    private static String url(String issuer) {
        return SERVER.issuerUrl(issuer).toString();
    }

    private static String token(String issuer, String audience, Map<String, Object> claims) {
        return SERVER.issueToken(
                        issuer,
                        "some-client",
                        new DefaultOAuth2TokenCallback(
                                issuer, "rita", JOSEObjectType.JWT.getType(), List.of(audience), claims, 600))
                .serialize();
    }

    @Test
    void tellsTheSameSubjectOfTwoIssuersApart() throws Exception {
        try (Issuers issuers = issuers(Map.of())) {
            String one = issuers.verify(token("main", "the-ledger", Map.of()))
                    .orElseThrow()
                    .principal()
                    .name();
            String other = issuers.verify(token("other", "the-ledger", Map.of()))
                    .orElseThrow()
                    .principal()
                    .name();

            assertThat(one).matches("rita#.*/main");
            assertThat(other).matches("rita#.*/other");
        }
    }

    @Test
    void takesNoTokenOfAnotherAudienceOrOfAnIssuerThatIsNotConfigured() throws Exception {
        try (Issuers issuers = issuers(Map.of())) {
            assertThat(issuers.verify(token("main", "another", Map.of()))).isEmpty();
            assertThat(issuers.verify(token("third", "the-ledger", Map.of()))).isEmpty();
        }
    }

    @Test
    void findsRolesInAnObjectAndIgnoresThoseOfOthers() throws Exception {
        Map<String, String> settings =
                Map.of("RUNLEDGER_OIDC_ROLES_CLAIM", "realm_access.roles", "RUNLEDGER_OIDC_ROLES_PREFIX", "runledger-");
        Map<String, Object> claims = Map.of(
                "realm_access",
                Map.of("roles", List.of("admin", "runledger-reader", "runledger-king", "offline_access")));
        try (Issuers issuers = issuers(settings)) {
            assertThat(issuers.verify(token("main", "the-ledger", claims))
                            .orElseThrow()
                            .principal()
                            .roles())
                    .containsExactly(Role.READER);
        }
    }
}
