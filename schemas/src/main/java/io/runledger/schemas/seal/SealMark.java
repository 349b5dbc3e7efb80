package io.runledger.schemas.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.Blake3;
import org.apache.kafka.common.Uuid;

/**
 * Where a log begins to be sealed. Versions before wrote healing headers without a seal, and sealed with the empty key where
 * none was set: that is believed before the mark, and nowhere else (docs/decisions/0016).
 *
 * @param log the id of the log's topic
 * @param from the first sealed offset of each partition; 0 for one that was new
 * @param emptyKey whether the empty key counts before that, too
 */
public record SealMark(Uuid log, List<Long> from, boolean emptyKey) {
    private static final byte VERSION = 1;

    public SealMark {
        from = List.copyOf(from);
    }

    /** Of a log on which everything is sealed. */
    public static SealMark ofNew(Uuid log, int partitions) {
        return new SealMark(log, Collections.nCopies(partitions, 0L), false);
    }

    /** Whether a record was there before anything was sealed. */
    public boolean isBefore(int partition, long offset) {
        return partition < from.size() && offset < from.get(partition);
    }

    /** What is sealed of it. */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(2 + Integer.BYTES + (2 + from.size()) * Long.BYTES)
                .put(VERSION)
                .put((byte) (emptyKey ? 1 : 0))
                .putLong(log.getMostSignificantBits())
                .putLong(log.getLeastSignificantBits())
                .putInt(from.size());
        from.forEach(bytes::putLong);
        return bytes.array();
    }

    /** Reads what {@link #bytes} gives from the buffer's place on. */
    static SealMark read(ByteBuffer bytes) {
        if (bytes.get() != VERSION) {
            throw new IllegalArgumentException("a mark of another version");
        }
        boolean emptyKey = bytes.get() == 1;
        Uuid log = new Uuid(bytes.getLong(), bytes.getLong());
        int partitions = bytes.getInt();
        List<Long> from = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            from.add(bytes.getLong());
        }
        return new SealMark(log, from, emptyKey);
    }

    /** The same for the same mark: views under another one are others. */
    public String fingerprint() {
        byte[] hash = new byte[16];
        Blake3.initHash()
                .update("mark".getBytes(StandardCharsets.UTF_8))
                .update(bytes())
                .doFinalize(hash);
        return HexFormat.of().formatHex(hash);
    }
}
