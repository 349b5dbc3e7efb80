package io.runledger.bundle.export;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.codec.digest.Blake3;

/** Size and digests of bytes as they go by. For one thread. */
public final class FileDigest {
    private static final int BLAKE3_BYTES = 32;

    private final MessageDigest sha256;
    private final Blake3 blake3 = Blake3.initHash();
    private long size;

    public FileDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public void update(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
        blake3.update(bytes, offset, length);
        size += length;
    }

    /** Ends it; nothing may follow. */
    public FileEntry entry(String name, long records) {
        return new FileEntry(
                name,
                records,
                size,
                HexFormat.of().formatHex(sha256.digest()),
                HexFormat.of().formatHex(blake3.doFinalize(BLAKE3_BYTES)));
    }
}
