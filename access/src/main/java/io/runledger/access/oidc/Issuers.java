package io.runledger.access.oidc;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The identity providers of a ledger. One that cannot be reached prevents no start; its tokens are answered with 503. Thread-safe. */
public final class Issuers implements AutoCloseable {
    /** As much as the headers of a request may have. */
    private static final int LONGEST = 8 << 10;

    private final Map<String, Issuer> issuers = new LinkedHashMap<>();
    private final Clock clock;

    /** Begins to fetch their keys, and does not wait for them. */
    public Issuers(OidcConfig config, Clock clock) {
        this.clock = clock;
        for (URI issuer : config.issuers()) {
            issuers.put(issuer.toString(), new Issuer(issuer, config, clock));
        }
    }

    /** A token that is valid; empty for any other. */
    public Optional<KnownToken> verify(String token) throws IssuerUnavailableException {
        Optional<SignedJWT> signed = parse(token);
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        Optional<Issuer> issuer = named(signed.get());
        return issuer.isEmpty() ? Optional.empty() : issuer.get().verify(signed.get());
    }

    /** Whether a token, once valid, still is. */
    public boolean isValid(KnownToken token) {
        return clock.instant().isBefore(token.end());
    }

    /** Those by which people can sign in to the console, by their URLs. */
    public List<String> signIns() {
        return issuers.entrySet().stream()
                .filter(each -> each.getValue().signIn().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Signing in by one of them. */
    public Optional<SignIn> signIn(String issuer) {
        return Optional.ofNullable(issuers.get(issuer)).flatMap(Issuer::signIn);
    }

    /** Nobody has verified it then: this only says whose it would be. */
    private Optional<Issuer> named(SignedJWT token) {
        try {
            return Optional.ofNullable(token.getJWTClaimsSet())
                    .map(claims -> claims.getIssuer())
                    .map(issuers::get);
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static Optional<SignedJWT> parse(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedJWT.parse(token));
        } catch (ParseException | RuntimeException e) { // the library says no more of what nonsense leads to
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        issuers.values().forEach(Issuer::close);
    }
}
