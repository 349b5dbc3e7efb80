package io.runledger.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.runledger.core.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer over HTTP whose keys the test has, and which counts how often it is asked for them. */
final class TestIssuer implements AutoCloseable {
    static final String AUDIENCE = "the-ledger";

    private final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server;
    private final URI uri;
    private volatile List<? extends JWK> keys;
    private volatile String named;
    private volatile boolean isDown;

    private TestIssuer(RSAKey key, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realms/main");
        named = uri.toString();
        keys = List.of(key);
        answer("/realms/main/.well-known/openid-configuration", () -> """
                {"issuer": "%s", "jwks_uri": "%s/keys", "authorization_endpoint": "%s/auth", "token_endpoint": "%s/token"}""".formatted(named, uri, uri, uri));
        answer("/realms/main/keys", () -> {
            fetches.incrementAndGet();
            return new JWKSet(List.copyOf(keys)).toString(false); // also what no issuer shows, such as secrets
        });
        server.start();
    }

    static TestIssuer start(RSAKey key) throws IOException {
        return new TestIssuer(key, 0);
    }

    /** Where another one was. */
    static TestIssuer startAt(URI uri, RSAKey key) throws IOException {
        return new TestIssuer(key, uri.getPort());
    }

    static RSAKey key(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    private interface Text {
        String text() throws IOException;
    }

    private void answer(String path, Text text) {
        server.createContext(path, exchange -> {
            byte[] body = text.text().getBytes(UTF_8);
            exchange.sendResponseHeaders(isDown ? 500 : 200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }

    URI uri() {
        return uri;
    }

    int fetches() {
        return fetches.get();
    }

    void rotate(List<? extends JWK> next) {
        keys = next;
    }

    void callItself(String name) {
        named = name;
    }

    /** It answers, but with errors. */
    void fail(boolean is) {
        isDown = is;
    }

    OidcConfig config(Map<String, String> more) {
        Map<String, String> environment =
                new HashMap<>(Map.of("RUNLEDGER_OIDC_ISSUERS", uri.toString(), "RUNLEDGER_OIDC_AUDIENCE", AUDIENCE));
        environment.putAll(more);
        return OidcConfig.from(new Settings(environment));
    }

    Issuers issuers() {
        return new Issuers(config(Map.of()), Clock.systemUTC());
    }

    /** Claims that are valid for ten minutes. */
    JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(uri.toString())
                .subject("rita")
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .claim("roles", List.of("reviewer"));
    }

    static String signed(JWSHeader header, JWTClaimsSet claims, RSAKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims, key);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
