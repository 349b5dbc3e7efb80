package io.runledger.http;

import java.util.Locale;

/** What is wrong with a credential. For who runs the ledger; the client is only told that it has no valid one. */
public enum CredentialFailure {
    /** There is none. */
    MISSING,
    /** It has no form that a credential has. */
    MALFORMED,
    /** It is none of this ledger's. */
    UNKNOWN,
    /** It was valid, and was revoked or has expired. */
    ENDED;

    /** As metrics name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
