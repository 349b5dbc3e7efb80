package io.runledger.access.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.runledger.access.oidc.IssuerClient.IssuerRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in by an issuer: authorization code (OpenID Connect Core 1.0, 3.1) with PKCE (RFC 7636), as a public client. The
 * identity token says who it is, and that it answers this attempt; the access token says, by the rules that hold for every
 * bearer token, what they may do. Thread-safe.
 */
public final class SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Issuer issuer;
    private final IssuerClient client;
    private final String clientId;
    private final TokenVerifier identities;

    SignIn(Issuer issuer, IssuerClient client, String clientId, TokenVerifier identities) {
        this.issuer = issuer;
        this.client = client;
        this.clientId = clientId;
        this.identities = identities;
    }

    /** Where a browser signs in; it comes back to {@code returnTo} with a code. */
    public URI begin(SignInAttempt attempt, String returnTo) throws IssuerUnavailableException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", returnTo);
        query.put("scope", "openid");
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", challenge(attempt.verifier()));
        query.put("code_challenge_method", "S256");
        String at = issuer.metadata().authorization().toString();
        return URI.create(at + (at.contains("?") ? "&" : "?") + form(query));
    }

    /**
     * The access token that a code is good for; empty if the code or what it gives is not valid, or of another attempt.
     *
     * @throws IssuerUnavailableException if the issuer cannot be asked now
     */
    public Optional<KnownToken> complete(SignInAttempt attempt, String code, String returnTo)
            throws IssuerUnavailableException {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "authorization_code");
        body.put("client_id", clientId);
        body.put("code", code);
        body.put("redirect_uri", returnTo);
        body.put("code_verifier", attempt.verifier());
        try {
            JsonNode answer = JSON.readTree(client.post(issuer.metadata().token(), form(body)));
            Optional<SignedJWT> identity = Issuers.parse(answer.path("id_token").asText());
            Optional<SignedJWT> access =
                    Issuers.parse(answer.path("access_token").asText());
            if (identity.isEmpty() || access.isEmpty()) {
                LOG.warn(
                        "an issuer answers a code with something else than two signed tokens, issuer={}", issuer.uri());
                return Optional.empty();
            }
            return complete(attempt, identity.get(), access.get());
        } catch (IssuerRefusedException e) {
            LOG.info("an issuer refuses a code, issuer={}: {}", issuer.uri(), e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("an issuer does not answer for a code, issuer={}: {}", issuer.uri(), e.toString());
            throw new IssuerUnavailableException("the issuer " + issuer.uri() + " cannot be reached");
        }
    }

    private Optional<KnownToken> complete(SignInAttempt attempt, SignedJWT identity, SignedJWT access)
            throws IssuerUnavailableException {
        Optional<JWTClaimsSet> claims = identities.verify(identity);
        if (claims.isEmpty() || !attempt.nonce().equals(claims.get().getClaim("nonce"))) {
            return Optional.empty();
        }
        Optional<KnownToken> token = issuer.verify(access);
        String subject = claims.get().getSubject() + "#" + OidcConfig.shortName(issuer.uri());
        return token.filter(valid -> valid.principal().credential().equals(subject));
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
