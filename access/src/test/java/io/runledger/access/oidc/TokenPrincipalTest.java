package io.runledger.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.runledger.core.access.Role;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TokenPrincipalTest {
    private static final URI ISSUER = URI.create("https://login.example.org/realms/main");

    private static Set<Role> roles(String path, JWTClaimsSet.Builder claims) {
        return new TokenPrincipal(new ClaimNames("sub", path, "", "runledger_scope", "runledger_clearance"))
                .of(claims.subject("rita").build(), ISSUER)
                .orElseThrow()
                .roles();
    }

    @Test
    void findsRolesByAPathByANameWithDotsAndInAText() {
        assertThat(roles("a.b", new JWTClaimsSet.Builder().claim("a", Map.of("b", List.of("reader")))))
                .containsExactly(Role.READER);
        assertThat(roles(
                        "https://example.org/roles",
                        new JWTClaimsSet.Builder().claim("https://example.org/roles", List.of("reader"))))
                .containsExactly(Role.READER);
        assertThat(roles("scope", new JWTClaimsSet.Builder().claim("scope", "openid reader producer")))
                .containsExactlyInAnyOrder(Role.READER, Role.PRODUCER);
    }

    @Test
    void grantsNothingForWhatIsNoRole() {
        for (Object claim : List.of(1, Map.of("admin", true), List.of(List.of("admin"), 1, "Admin", "king"), "")) {
            assertThat(roles("roles", new JWTClaimsSet.Builder().claim("roles", claim)))
                    .isEmpty();
        }
        assertThat(roles("roles", new JWTClaimsSet.Builder())).isEmpty();
        assertThat(roles("roles.x.y", new JWTClaimsSet.Builder().claim("roles", List.of("admin"))))
                .isEmpty();
    }

    @Test
    void namesPrincipalsByTheConfiguredClaimAndRemembersTheSubject() {
        TokenPrincipal principals = new TokenPrincipal(
                new ClaimNames("preferred_username", "roles", "", "runledger_scope", "runledger_clearance"));
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().subject("6f1c");

        assertThat(principals.of(claims.build(), ISSUER)).isEmpty();
        assertThat(principals.of(claims.claim("preferred_username", "rita").build(), ISSUER))
                .hasValueSatisfying(who -> {
                    assertThat(who.name()).isEqualTo("rita#login.example.org/realms/main");
                    assertThat(who.credential()).isEqualTo("6f1c#login.example.org/realms/main");
                });
    }
}
