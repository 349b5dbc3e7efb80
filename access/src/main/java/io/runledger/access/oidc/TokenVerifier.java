package io.runledger.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a token is of an issuer, and keeps the rules. Only its keys count, whatever a token says in its header, and only
 * algorithms whose public key is no secret. Thread-safe.
 */
final class TokenVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

    /** EdDSA would need a further library. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final TokenRules rules;

    TokenVerifier(IssuerKeys keys, TokenRules rules) {
        this.rules = rules;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWTClaimsSetVerifier(rules);
    }

    TokenRules rules() {
        return rules;
    }

    /** Empty if the token is not valid; why is told to nobody but a log for debugging. */
    Optional<JWTClaimsSet> verify(SignedJWT token) throws IssuerUnavailableException {
        try {
            if (token.getHeader().getCriticalParams() != null) {
                return Optional.empty(); // we know none (RFC 7515, 4.1.11)
            }
            return Optional.of(processor.process(token, null));
        } catch (IssuerUnavailableException e) {
            throw e;
        } catch (BadJOSEException | JOSEException | RuntimeException e) {
            LOG.debug("a token is refused", e);
            return Optional.empty();
        }
    }
}
