package io.runledger.access.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One identity provider: its keys, what its tokens must be, and signing in by it. */
final class Issuer implements AutoCloseable {
    private final URI uri;
    private final IssuerKeys keys;
    private final TokenVerifier verifier;
    private final TokenPrincipal principals;
    private final @Nullable SignIn signIn;

    Issuer(URI uri, OidcConfig config, Clock clock) {
        this.uri = uri;
        IssuerClient client = new IssuerClient();
        keys = new IssuerKeys(uri, client, config.stale());
        verifier = new TokenVerifier(keys, new TokenRules(uri, config.audience(), config.skew(), clock));
        principals = new TokenPrincipal(config.claims());
        signIn = config.clientId().isEmpty()
                ? null
                : new SignIn(
                        this,
                        client,
                        config.clientId(),
                        new TokenVerifier(keys, new TokenRules(uri, config.clientId(), config.skew(), clock)));
    }

    URI uri() {
        return uri;
    }

    IssuerMetadata metadata() throws IssuerUnavailableException {
        return keys.metadata();
    }

    Optional<SignIn> signIn() {
        return Optional.ofNullable(signIn);
    }

    Optional<KnownToken> verify(SignedJWT token) throws IssuerUnavailableException {
        Optional<JWTClaimsSet> claims = verifier.verify(token);
        return claims.flatMap(valid -> principals
                .of(valid, uri)
                .map(principal -> new KnownToken(principal, verifier.rules().end(valid))));
    }

    @Override
    public void close() {
        keys.close();
    }
}
