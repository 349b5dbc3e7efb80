package io.runledger.bundle.export;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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

    /** The same bytes, digested as they are read. */
    public InputStream of(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                if (next >= 0) {
                    update(new byte[] {(byte) next}, 0, 1);
                }
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                if (read > 0) {
                    update(bytes, offset, read);
                }
                return read;
            }

            @Override
            public long skip(long count) throws IOException {
                throw new IOException("what is skipped is not digested");
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
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
