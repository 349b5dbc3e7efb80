package io.runledger.access;

import io.runledger.access.keys.ApiKey;
import io.runledger.access.keys.KeyTable;
import io.runledger.access.oidc.IssuerUnavailableException;
import io.runledger.access.oidc.Issuers;
import io.runledger.access.oidc.KnownToken;
import io.runledger.access.sessions.SessionId;
import io.runledger.access.sessions.SessionTable;
import io.runledger.http.AccessSession;
import io.runledger.http.CredentialFailure;
import io.runledger.http.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who a credential is: a key, a session of the console, or a token of an issuer, which their forms tell apart. */
record Credentialed(KeyTable keys, SessionTable sessions, Issuers issuers) {
    /** As a signed JWT looks (RFC 7515, 3.1). */
    private static final Pattern TOKEN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Empty if it is not valid. */
    Optional<AccessSession> session(String credential) {
        Optional<ApiKey> key = ApiKey.parse(credential);
        if (key.isPresent()) {
            return keys.authenticate(key.get())
                    .map(stored -> new AccessSession(stored.principal(), () -> keys.isValid(stored.id())));
        }
        Optional<SessionId> session = SessionId.parse(credential);
        if (session.isPresent()) {
            SessionId id = session.get();
            return sessions.authenticate(id)
                    .map(principal -> new AccessSession(
                            principal, () -> sessions.authenticate(id).isPresent()));
        }
        return token(credential).map(token -> new AccessSession(token.principal(), () -> issuers.isValid(token)));
    }

    /** What is wrong with a credential that is not valid. Of a session or a token it is not told how it ended. */
    static CredentialFailure failure(String credential, KeyTable keys) {
        Optional<ApiKey> key = ApiKey.parse(credential);
        if (key.isPresent()) {
            return keys.hasEnded(key.get()) ? CredentialFailure.ENDED : CredentialFailure.UNKNOWN;
        }
        return SessionId.parse(credential).isPresent()
                        || TOKEN.matcher(credential).matches()
                ? CredentialFailure.UNKNOWN
                : CredentialFailure.MALFORMED;
    }

    private Optional<KnownToken> token(String credential) {
        try {
            return issuers.verify(credential);
        } catch (IssuerUnavailableException e) {
            throw unavailable(e);
        }
    }

    /** 503: what a token of an issuer is worth cannot be told now. */
    static ProblemException unavailable(IssuerUnavailableException e) {
        return ProblemException.unavailable(
                String.valueOf(e.getMessage()) + ", so its tokens cannot be checked; keys can", RETRY_AFTER);
    }
}
