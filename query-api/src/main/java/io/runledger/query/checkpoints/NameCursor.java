package io.runledger.query.checkpoints;

import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The cursor of a list that is in order of names: the last one that was shown. Opaque to clients. */
final class NameCursor {
    private NameCursor() {}

    static String of(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws ProblemException 400 if it is none */
    static String parse(String cursor) {
        try {
            String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (Identifier.problem(name).isEmpty()) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static ProblemException malformed() {
        return ProblemException.malformed("cursor must be what next was in the page before");
    }
}
