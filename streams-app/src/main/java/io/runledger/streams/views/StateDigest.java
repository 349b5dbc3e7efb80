package io.runledger.streams.views;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.commons.codec.digest.Blake3;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * BLAKE3 over the sorted contents of every family that is state: logical content only, so the layout of files does not
 * matter. Tallies, rejects and the outbox are observations and stay out.
 */
final class StateDigest {
    private static final List<Family> STATE =
            List.of(Family.RECORDS, Family.IDS, Family.POSTINGS, Family.DIRECTORY, Family.STATES, Family.ERASED);
    private static final int DIGEST_BYTES = 32;

    private StateDigest() {}

    static byte[] of(Database database) {
        Blake3 digest = Blake3.initHash();
        for (Family family : STATE) {
            add(digest, family.nameBytes());
            try (ReadOptions options = new ReadOptions();
                    RocksIterator rows = database.iterator(family, options)) {
                for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                    add(digest, rows.key());
                    add(digest, rows.value());
                }
            }
        }
        return digest.doFinalize(DIGEST_BYTES);
    }

    /** With its length, so that no two contents run together to the same bytes. */
    private static void add(Blake3 digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
