package io.runledger.streams.checkpoints;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/**
 * Small buffers for the store of each partition; a write buffer holds a few contents of the largest size. Kafka Streams
 * makes it.
 */
public final class CheckpointMemory implements RocksDBConfigSetter {
    private static final long WRITE_BUFFER_BYTES = 4L << 20;
    private static final long CACHE_BYTES = 2L << 20;

    @Override
    @SuppressWarnings("deprecation") // the size, not a cache of our own: Streams then closes what it made
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCacheSize(CACHE_BYTES);
            options.setTableFormatConfig(table);
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // nothing was made
    }
}
