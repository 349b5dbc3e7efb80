package io.runledger.access.oidc;

import com.nimbusds.jose.KeySourceException;

/** An issuer cannot be reached, so that nobody knows what its tokens are worth. */
public final class IssuerUnavailableException extends KeySourceException {
    private static final long serialVersionUID = 1L;

    IssuerUnavailableException(String message) {
        super(message);
    }
}
