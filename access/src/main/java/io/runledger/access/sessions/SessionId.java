package io.runledger.access.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a browser has of a session: {@code rls_} and 256 random bits in hexadecimal. The ledger stores its SHA-256 only. */
public record SessionId(String text) {
    private static final Pattern FORM = Pattern.compile("rls_[0-9a-f]{64}");
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static SessionId random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new SessionId("rls_" + HexFormat.of().formatHex(bytes));
    }

    /** The session in a text; empty if it has another form. */
    public static Optional<SessionId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Without the secret, so that it may be logged. */
    @Override
    public String toString() {
        return "rls_...";
    }
}
