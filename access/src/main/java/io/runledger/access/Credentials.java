package io.runledger.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The credential in a request's {@code Authorization} header: a bearer token (RFC 6750), or the password of Basic (RFC 7617),
 * which is all that some clients offer. The user name is ignored.
 */
final class Credentials {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private Credentials() {}

    /** Empty if there is none, more than one, or one of another kind. */
    static Optional<String> of(List<String> authorization) {
        if (authorization.size() != 1) {
            return Optional.empty();
        }
        String header = authorization.get(0).strip();
        String kind = header.toLowerCase(Locale.ROOT);
        if (kind.startsWith(BEARER)) {
            return Optional.of(header.substring(BEARER.length()).strip());
        }
        return kind.startsWith(BASIC)
                ? password(header.substring(BASIC.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
