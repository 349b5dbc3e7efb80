package io.runledger.streams.views.store;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;

/**
 * RocksDB's options for the database of one partition. All of it is native memory of this process, which RocksDB uses
 * until the database is closed: close them after it.
 */
final class DatabaseOptions implements AutoCloseable {
    private static final int BLOCK_BYTES = 16 * 1024;
    private static final long FAMILY_BUFFER_BYTES = 16L << 20;
    private static final long ARENA_BLOCK_BYTES = 64L << 10;

    /** For each key. Postings, which are most of the keys, have no filter: they are walked over and never looked up. */
    private static final int BLOOM_BITS = 10;

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<ColumnFamilyDescriptor> families = new ArrayList<>();
    private final DBOptions database;

    DatabaseOptions(Memory memory) {
        BlockBasedTableConfig walked = table(memory);
        BlockBasedTableConfig lookedUp = table(memory).setFilterPolicy(own(new BloomFilter(BLOOM_BITS)));
        database = own(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setWriteBufferManager(own(memory.writeBuffers()))
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setMaxOpenFiles(128);
        for (Family each : Family.values()) {
            families.add(new ColumnFamilyDescriptor(
                    each.nameBytes(), own(family(each == Family.POSTINGS ? walked : lookedUp))));
        }
    }

    DBOptions database() {
        return database;
    }

    /** In the order of {@link Family}. */
    List<ColumnFamilyDescriptor> families() {
        return families;
    }

    private static BlockBasedTableConfig table(Memory memory) {
        return new BlockBasedTableConfig()
                .setBlockCache(memory.blocks)
                .setBlockSize(BLOCK_BYTES)
                .setFormatVersion(6)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
    }

    /**
     * Files are merged with those of their size (universal, or tiered, compaction): an entry is rewritten a few times,
     * where with levels every few MiB that are flushed would be merged into much more that is on disk already.
     */
    private static ColumnFamilyOptions family(BlockBasedTableConfig table) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setWriteBufferSize(FAMILY_BUFFER_BYTES)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            closeQuietly(owned.get(i));
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("RocksDB's own parts close without exceptions", e);
        }
    }
}
