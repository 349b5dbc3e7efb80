package io.runledger.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IssuerKeysTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    private static RSAKey first;
    private static RSAKey second;

    private TestIssuer issuer;

    @BeforeAll
    static void generate() throws Exception {
        first = TestIssuer.key("k1");
        second = TestIssuer.key("k2");
    }

    @BeforeEach
    void start() throws Exception {
        issuer = TestIssuer.start(first);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private IssuerKeys keys(Duration stale, Duration least) {
        return new IssuerKeys(issuer.uri(), new IssuerClient(), stale, least);
    }

    private boolean accepts(IssuerKeys keys, RSAKey key) throws Exception {
        TokenRules rules = new TokenRules(issuer.uri(), TestIssuer.AUDIENCE, Duration.ofMinutes(1), Clock.systemUTC());
        return new TokenVerifier(keys, rules)
                .verify(SignedJWT.parse(TestIssuer.signed(issuer.claims().build(), key)))
                .isPresent();
    }

    @Test
    void findsTheKeysOnceAndKeepsThem() throws Exception {
        try (IssuerKeys keys = keys(HOUR, OFTEN)) {
            for (int i = 0; i < 20; i++) {
                assertThat(accepts(keys, first)).isTrue();
            }

            assertThat(issuer.fetches()).isEqualTo(1);
        }
    }

    @Test
    void followsARotationAtTheFirstTokenOfTheNewKey() throws Exception {
        try (IssuerKeys keys = keys(HOUR, OFTEN)) {
            assertThat(accepts(keys, first)).isTrue();
            issuer.rotate(List.of(second));
            Thread.sleep(OFTEN.toMillis());

            assertThat(accepts(keys, second)).isTrue();
            assertThat(accepts(keys, first)).isFalse();
        }
    }

    /** Anybody can send tokens of keys that nobody knows. */
    @Test
    void fetchesNoMoreOftenHoweverManyKeysAreUnknown() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try (IssuerKeys keys = keys(HOUR, Duration.ofSeconds(30))) {
            assertThat(accepts(keys, first)).isTrue();
            List<Boolean> accepted = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 500; i++) {
                RSAKey named = new RSAKey.Builder(second).keyID("unknown-" + i).build();
                senders.execute(() -> {
                    try {
                        accepted.add(accepts(keys, named));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            senders.shutdown();
            assertThat(senders.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            assertThat(accepted).hasSize(500).containsOnly(false);
            assertThat(issuer.fetches()).isEqualTo(1);
            assertThat(accepts(keys, first)).isTrue();
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void waitsForAnIssuerThatIsNotThereYet() throws Exception {
        issuer.close();
        try (IssuerKeys keys = keys(HOUR, OFTEN)) {
            assertThatThrownBy(() -> accepts(keys, first)).isInstanceOf(IssuerUnavailableException.class);

            issuer = TestIssuer.startAt(issuer.uri(), first);

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(accepts(keys, first)).isTrue());
        }
    }

    @Test
    void usesItsKeysForAWhileWhenTheIssuerIsAway() throws Exception {
        try (IssuerKeys keys = keys(Duration.ofSeconds(2), OFTEN)) {
            assertThat(accepts(keys, first)).isTrue();
            issuer.fail(true);

            assertThat(accepts(keys, first)).isTrue();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThatThrownBy(() -> accepts(keys, first))
                    .isInstanceOf(IssuerUnavailableException.class));

            issuer.fail(false);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(accepts(keys, first)).isTrue());
        }
    }

    @Test
    void believesNoDocumentOfAnotherIssuer() {
        issuer.callItself("https://login.example.org/realms/main");
        try (IssuerKeys keys = keys(HOUR, OFTEN)) {
            assertThatThrownBy(() -> accepts(keys, first)).isInstanceOf(IssuerUnavailableException.class);
        }
    }

    @Test
    void usesNoSecretAndNoShortKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair pair = generator.generateKeyPair();
        RSAKey shortKey = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID("short")
                .build();
        OctetSequenceKey secret =
                new OctetSequenceKey.Builder(new byte[32]).keyID("secret").build();
        issuer.rotate(List.of(shortKey, secret, first));
        try (IssuerKeys keys = keys(HOUR, OFTEN)) {
            assertThat(accepts(keys, first)).isTrue();
            JWKSelector all = new JWKSelector(new JWKMatcher.Builder().build());
            assertThat(keys.get(all, null))
                    .singleElement()
                    .satisfies(key -> assertThat(key.getKeyID()).isEqualTo("k1"))
                    .satisfies(key -> assertThat(key.isPrivate()).isFalse());
        }
    }
}
