package io.runledger.access.oidc;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** What the claims of a token must be, whoever signed it (RFC 7519, 4.1). */
record TokenRules(URI issuer, String audience, Duration skew, Clock clock)
        implements JWTClaimsSetVerifier<SecurityContext> {
    @Override
    public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
        Instant now = clock.instant();
        String subject = claims.getSubject();
        require(issuer.toString().equals(claims.getIssuer()), "another issuer");
        require(claims.getAudience().contains(audience), "another audience");
        require(subject != null && !subject.isBlank(), "no subject");
        require(now.isBefore(end(claims)), "expired");
        require(isPast(claims.getNotBeforeTime(), now), "not valid yet");
        require(isPast(claims.getIssueTime(), now), "issued in the future");
    }

    /** When a token ends, by this process' clock; at once if it does not say. */
    Instant end(JWTClaimsSet claims) {
        Date expires = claims.getExpirationTime();
        return expires == null ? Instant.MIN : expires.toInstant().plus(skew);
    }

    private boolean isPast(@Nullable Date time, Instant now) {
        return time == null || !time.toInstant().isAfter(now.plus(skew));
    }

    private static void require(boolean holds, String otherwise) throws BadJWTException {
        if (!holds) {
            throw new BadJWTException(otherwise);
        }
    }
}
