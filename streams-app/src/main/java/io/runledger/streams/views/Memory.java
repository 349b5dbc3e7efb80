package io.runledger.streams.views;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** One block cache and one write buffer budget for the databases of all partitions of the process. Thread-safe. */
public final class Memory implements AutoCloseable {
    final Cache blocks;
    final WriteBufferManager writeBuffers;

    /** Sizes in bytes; the write buffers are charged to the cache, so {@code cacheBytes} bounds both. */
    public Memory(long cacheBytes, long writeBufferBytes) {
        RocksDB.loadLibrary();
        blocks = new LRUCache(cacheBytes);
        writeBuffers = new WriteBufferManager(writeBufferBytes, blocks);
    }

    @Override
    public void close() {
        writeBuffers.close();
        blocks.close();
    }
}
