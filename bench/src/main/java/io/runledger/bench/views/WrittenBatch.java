package io.runledger.bench.views;

import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** The entries that were put together for some records of the log, in their order. */
public final class WrittenBatch {
    private static final Family[] FAMILIES = Family.values();

    private final List<Put> puts;

    private record Put(Family family, byte[] key, byte[] value) {}

    private WrittenBatch(List<Put> puts) {
        this.puts = List.copyOf(puts);
    }

    /** @throws IllegalStateException if it did other than put */
    static WrittenBatch of(WriteBatch batch) {
        List<Put> puts = new ArrayList<>();
        try (WriteBatch.Handler handler = new Puts(puts)) {
            batch.iterate(handler);
        } catch (RocksDBException e) {
            throw new IllegalStateException("a batch cannot be read", e);
        }
        if (puts.size() != batch.count()) {
            throw new IllegalStateException("a batch does more than to put");
        }
        return new WrittenBatch(puts);
    }

    void write(Database database) {
        try (WriteBatch batch = new WriteBatch()) {
            for (Put put : puts) {
                batch.put(database.handle(put.family), put.key, put.value);
            }
            database.write(batch);
        } catch (RocksDBException e) {
            throw new IllegalStateException("a batch cannot be written", e);
        }
    }

    private static final class Puts extends WriteBatch.Handler {
        private final List<Put> puts;

        Puts(List<Put> puts) {
            this.puts = puts;
        }

        @Override
        public void put(int family, byte[] key, byte[] value) {
            puts.add(new Put(FAMILIES[family], key, value));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            puts.add(new Put(Family.DEFAULT, key, value));
        }

        @Override
        public void merge(int family, byte[] key, byte[] value) {}

        @Override
        public void merge(byte[] key, byte[] value) {}

        @Override
        public void delete(int family, byte[] key) {}

        @Override
        public void delete(byte[] key) {}

        @Override
        public void singleDelete(int family, byte[] key) {}

        @Override
        public void singleDelete(byte[] key) {}

        @Override
        public void deleteRange(int family, byte[] from, byte[] to) {}

        @Override
        public void deleteRange(byte[] from, byte[] to) {}

        @Override
        public void logData(byte[] blob) {}

        @Override
        public void putBlobIndex(int family, byte[] key, byte[] value) {}

        @Override
        public void markBeginPrepare() {}

        @Override
        public void markEndPrepare(byte[] xid) {}

        @Override
        public void markNoop(boolean emptyBatch) {}

        @Override
        public void markRollback(byte[] xid) {}

        @Override
        public void markCommit(byte[] xid) {}

        @Override
        public void markCommitWithTimestamp(byte[] xid, byte[] timestamp) {}
    }
}
