package io.runledger.access.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its owner has it: {@code rlk_<id>_<secret>}, an id of 16 hexadecimal digits, which is no secret, and a secret of
 * 256 random bits in hexadecimal. The secret is shown once and never stored.
 */
public final class ApiKey {
    private static final String PREFIX = "rlk_";
    private static final Pattern FORM = Pattern.compile("rlk_([0-9a-f]{16})_([0-9a-f]{64})");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final String secret;

    private ApiKey(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    public static ApiKey random() {
        return new ApiKey(hex(ID_BYTES), hex(SECRET_BYTES));
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** The key in a text; empty if it has another form. */
    public static Optional<ApiKey> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new ApiKey(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    public String id() {
        return id;
    }

    /**
     * SHA-256 of the secret. A secret of 256 random bits cannot be found by trying, so no slow hash is needed to protect it.
     */
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** All of it, for its owner. */
    public String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Without the secret, so that it may be logged. */
    @Override
    public String toString() {
        return PREFIX + id;
    }
}
