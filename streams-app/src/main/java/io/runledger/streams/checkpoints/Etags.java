package io.runledger.streams.checkpoints;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes tags that never come twice: 128 random bits. A digest of the content would come again when a content does, and then
 * {@code If-Match} could not see what happened in between; a counter would begin anew when a checkpoint is deleted. Thread-safe.
 */
final class Etags {
    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
