package io.runledger.streams.checkpoints;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes tags that never repeat: 128 random bits. A digest would repeat with the content, and {@code If-Match} would
 * then miss what happened in between; a counter would restart when a checkpoint is deleted. Thread-safe.
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
