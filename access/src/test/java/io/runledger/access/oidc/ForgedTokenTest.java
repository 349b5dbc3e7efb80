package io.runledger.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.runledger.core.access.DataClass;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody is let in by anything but a token that the issuer signed for this ledger, and that holds now. */
final class ForgedTokenTest {
    private static RSAKey key;
    private static RSAKey foreign;
    private static TestIssuer issuer;
    private static Issuers issuers;

    @BeforeAll
    static void start() throws Exception {
        key = TestIssuer.key("k1");
        foreign = TestIssuer.key("k1");
        issuer = TestIssuer.start(key);
        issuers = issuer.issuers();
    }

    @AfterAll
    static void stop() {
        issuers.close();
        issuer.close();
    }

    private static void accepts(String token) throws Exception {
        assertThat(issuers.verify(token)).isPresent();
    }

    @Test
    void knowsWhoAValidTokenIs() throws Exception {
        KnownToken known =
                issuers.verify(TestIssuer.signed(issuer.claims().build(), key)).orElseThrow();

        String suffix = "#127.0.0.1:" + issuer.uri().getPort() + "/realms/main";
        assertThat(known.principal())
                .isEqualTo(new Principal(
                        "rita" + suffix,
                        Principal.Kind.OIDC,
                        "rita" + suffix,
                        Set.of(Role.REVIEWER),
                        new Visibility(List.of(""), DataClass.INTERNAL)));
        assertThat(known.end())
                .isBetween(Instant.now().plusSeconds(600), Instant.now().plusSeconds(661));
    }

    @Test
    void limitsWhatATokenSees() throws Exception {
        assertThat(visibility(List.of("team-a.", "team-b."), "private"))
                .isEqualTo(new Visibility(List.of("team-a.", "team-b."), DataClass.PRIVATE));
        assertThat(visibility("team-a. team-b.", "sensitive").prefixes()).containsExactly("team-a.", "team-b.");
        assertThat(visibility(List.of(), "secret")).isEqualTo(new Visibility(List.of(), DataClass.PUBLIC));
        assertThat(visibility(List.of(""), 7)).isEqualTo(new Visibility(List.of(), DataClass.PUBLIC));
    }

    private static Visibility visibility(Object scope, Object clearance) throws Exception {
        JWTClaimsSet claims = issuer.claims()
                .claim("runledger_scope", scope)
                .claim("runledger_clearance", clearance)
                .build();
        return issuers.verify(TestIssuer.signed(claims, key))
                .orElseThrow()
                .principal()
                .visibility();
    }

    @Test
    void takesTheTypesOfAccessTokensAndAClockThatIsALittleOff() throws Exception {
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt")) {
            accepts(TestIssuer.signed(
                    header().type(new JOSEObjectType(type)).build(),
                    issuer.claims().build(),
                    key));
        }
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            accepts(TestIssuer.signed(
                    new JWSHeader.Builder(algorithm).build(), issuer.claims().build(), key));
        }
        Date soon = Date.from(Instant.now().plusSeconds(30));
        accepts(TestIssuer.signed(
                issuer.claims().issueTime(soon).notBeforeTime(soon).build(), key));
        accepts(TestIssuer.signed(
                issuer.claims()
                        .expirationTime(Date.from(Instant.now().minusSeconds(30)))
                        .build(),
                key));
    }

    @Test
    void refusesClaimsThatAreNotForThisLedgerNow() throws Exception {
        Instant now = Instant.now();
        Map<String, JWTClaimsSet.Builder> wrong = new LinkedHashMap<>();
        wrong.put("another issuer", issuer.claims().issuer(issuer.uri() + "/"));
        wrong.put("no issuer", issuer.claims().issuer(null));
        wrong.put("another audience", issuer.claims().audience("another"));
        wrong.put("no audience", issuer.claims().audience((String) null));
        wrong.put("expired", issuer.claims().expirationTime(Date.from(now.minusSeconds(61))));
        wrong.put("no end", issuer.claims().expirationTime(null));
        wrong.put("not yet", issuer.claims().notBeforeTime(Date.from(now.plusSeconds(65))));
        wrong.put("of the future", issuer.claims().issueTime(Date.from(now.plusSeconds(65))));
        wrong.put("no subject", issuer.claims().subject(null));
        wrong.put("an empty subject", issuer.claims().subject(""));
        wrong.put("a subject with a #", issuer.claims().subject("root#elsewhere.example.org"));
        wrong.put("a subject with a line", issuer.claims().subject("root\nadmin"));
        wrong.put("a long subject", issuer.claims().subject("r".repeat(129)));

        for (Map.Entry<String, JWTClaimsSet.Builder> each : wrong.entrySet()) {
            assertThat(issuers.verify(TestIssuer.signed(each.getValue().build(), key)))
                    .as(each.getKey())
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatTheIssuerDidNotSign() throws Exception {
        JWTClaimsSet claims = issuer.claims().build();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("no signature", new PlainJWT(claims).serialize());
        String valid = TestIssuer.signed(claims, key);
        String body = valid.substring(valid.indexOf('.'), valid.lastIndexOf('.') + 1);
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            forged.put("alg " + none, Base64URL.encode("{\"alg\":\"" + none + "\"}") + body);
        }
        forged.put(
                "the public key as a secret", hmac(claims, key.toRSAPublicKey().getEncoded()));
        forged.put(
                "its text as a secret",
                hmac(claims, key.toPublicJWK().toJSONString().getBytes(UTF_8)));
        forged.put("another key of the same name", TestIssuer.signed(claims, foreign));
        forged.put(
                "its own key in it",
                TestIssuer.signed(header().jwk(foreign.toPublicJWK()).build(), claims, foreign));
        forged.put(
                "a link to its key",
                TestIssuer.signed(
                        header().jwkURL(URI.create("https://attacker.example/keys"))
                                .build(),
                        claims,
                        foreign));
        forged.put(
                "a link to its certificate",
                TestIssuer.signed(
                        header().x509CertURL(URI.create("https://attacker.example/cert"))
                                .build(),
                        claims,
                        foreign));
        forged.put(
                "its certificate in it",
                TestIssuer.signed(
                        header().x509CertChain(List.of(Base64.encode("no certificate")))
                                .build(),
                        claims,
                        foreign));
        forged.put(
                "another type",
                TestIssuer.signed(
                        header().type(new JOSEObjectType("logout+jwt")).build(), claims, key));
        forged.put(
                "a critical header",
                TestIssuer.signed(
                        header().customParam("x", 1).criticalParams(Set.of("x")).build(), claims, key));

        for (Map.Entry<String, String> each : forged.entrySet()) {
            assertThat(issuers.verify(each.getValue())).as(each.getKey()).isEmpty();
        }
    }

    /** RFC 7797: what is signed would be another thing than what is read. */
    @Test
    void refusesAnUnencodedPayload() throws Exception {
        JWSHeader header = header().base64URLEncodePayload(false)
                .criticalParams(Set.of("b64"))
                .build();

        assertThat(issuers.verify(TestIssuer.signed(header, issuer.claims().build(), key)))
                .isEmpty();
    }

    @Test
    void refusesEveryTokenWithAFlippedBitOrACutEnd() throws Exception {
        String valid = TestIssuer.signed(issuer.claims().build(), key);
        accepts(valid);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] flipped = valid.getBytes(UTF_8);
            int at = random.nextInt(flipped.length - 1); // the last character has bits that mean nothing
            flipped[at] ^= (byte) (1 << random.nextInt(7));
            assertThat(issuers.verify(new String(flipped, UTF_8))).isEmpty();
            assertThat(issuers.verify(valid.substring(0, at))).isEmpty();
        }
    }

    @Test
    void refusesWhatIsHugeOrDeepAtOnce() throws Exception {
        String deep = "[".repeat(2_900);
        List<String> texts = List.of(
                "",
                ".",
                "..",
                "a.b.c",
                "x".repeat(1 << 20),
                (deep + ".").repeat(3),
                Base64URL.encode("{\"alg\":\"RS256\",\"x\":" + deep + "}") + ".e30.AA",
                Base64URL.encode("{\"alg\":\"RS256\"}") + "." + Base64URL.encode("{\"iss\":" + deep) + ".AA",
                Base64URL.encode("{\"alg\":\"RS256\",\"alg\":\"HS256\"}") + ".e30.AA",
                Base64URL.encode("{\"alg\":{}}") + ".e30.AA",
                Base64URL.encode("[]") + ".e30.AA",
                Base64URL.encode("null") + ".bnVsbA.AA");
        long begun = System.nanoTime();
        for (String text : texts) {
            assertThat(issuers.verify(text)).isEmpty();
        }
        assertThat(issuers.verify(TestIssuer.signed(
                        issuer.claims()
                                .claim("roles", List.of("admin".repeat(1_500)))
                                .build(),
                        key)))
                .isEmpty();
        assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1");
    }

    private static String hmac(JWTClaimsSet claims, byte[] secret) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }
}
