package io.runledger.streams.views.store;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache for all databases of the process, and a separate write buffer budget for each. With a common budget,
 * idle databases, which flush nothing, would hold all of it, and the one that is written to would flush with every
 * record. Thread-safe.
 */
public final class Memory implements AutoCloseable {
    /** With less, the families' first blocks alone would make it flush. */
    private static final long LEAST_WRITE_BUFFER = 2L << 20;

    final Cache blocks;
    private final long writeBufferBytes;

    /**
     * Sizes in bytes; the write buffers are charged to the cache.
     *
     * @param writeBufferBytes of each database; 2 MiB at least
     */
    public Memory(long cacheBytes, long writeBufferBytes) {
        RocksDB.loadLibrary();
        blocks = new LRUCache(cacheBytes);
        this.writeBufferBytes = Math.max(LEAST_WRITE_BUFFER, writeBufferBytes);
    }

    /** The budget of one database, which closes it. */
    WriteBufferManager writeBuffers() {
        return new WriteBufferManager(writeBufferBytes, blocks);
    }

    @Override
    public void close() {
        blocks.close();
    }
}
