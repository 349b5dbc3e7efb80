package io.runledger.bundle.validate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.Blake3;

/** What a name is remembered by: the first 16 bytes of its BLAKE3. */
public record IdDigest(long high, long low) {
    private static final int BYTES = 16;

    /** Of a name of several parts. */
    public static IdDigest of(String... parts) {
        return of(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
    }

    public static IdDigest of(byte[] content) {
        byte[] digest = new byte[BYTES];
        Blake3.initHash().update(content).doFinalize(digest);
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new IdDigest(bytes.getLong(), bytes.getLong() | 1); // never what an empty place holds
    }
}
