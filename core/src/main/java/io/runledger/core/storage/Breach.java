package io.runledger.core.storage;

import io.runledger.schemas.contract.Problem;
import java.util.Locale;

/**
 * One way in which something breaks the storage policy.
 *
 * @param problem where, and what to do; never the value itself, which may hold a secret
 */
public record Breach(Reason reason, Problem problem) {
    /** Which rule is broken, in a word that programs switch on. */
    public enum Reason {
        /** The location is not one of its provider. */
        LOCATION_MISFIT,
        /** A URL that carries a signature or a token: whoever reads it may fetch the bytes. */
        SIGNED_URL,
        /** A URL that its host makes for a few hours. */
        TEMPORARY_URL,
        /** A user or a password in a URL. */
        URL_CREDENTIALS,
        /** A path of a local disk, where only development may have one. */
        LOCAL_STORAGE,
        /** Bytes where a reference to them belongs. */
        BINARY_CONTENT,
        /** A text that is content and no longer a fact about it. */
        LARGE_TEXT;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Breach of(Reason reason, String pointer, String detail) {
        return new Breach(reason, new Problem(pointer, detail));
    }

    /** The same at another place. */
    Breach at(String pointer) {
        return of(reason, pointer, problem.detail());
    }
}
