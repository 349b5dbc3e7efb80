package io.runledger.streams.guard;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/** Small buffers: the guard's stores are small, and there is one for each partition. Kafka Streams makes it. */
public final class GuardMemory implements RocksDBConfigSetter {
    private static final long WRITE_BUFFER_BYTES = 2L << 20;
    private static final long CACHE_BYTES = 2L << 20;

    @Override
    @SuppressWarnings("deprecation") // the size, not a cache of our own: Streams then closes what it made
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
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
