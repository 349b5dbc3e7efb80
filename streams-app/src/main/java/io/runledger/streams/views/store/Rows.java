package io.runledger.streams.views.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A walk over the keys of a family in their order. RocksDB's own iterator becomes invalid at the end and also
 * at a damaged block; here the latter is an exception, so that a part is never taken for the whole. For one thread.
 */
public final class Rows implements AutoCloseable {
    private final Database database;
    private final RocksIterator rows;

    Rows(Database database, RocksIterator rows) {
        this.database = database;
        this.rows = rows;
    }

    /**
     * Whether it is at a row.
     *
     * @throws ViewsClosedException if what comes next cannot be read
     */
    public boolean isValid() {
        if (rows.isValid()) {
            return true;
        }
        try {
            rows.status();
            return false;
        } catch (RocksDBException e) {
            throw database.unreadable(e);
        }
    }

    public void seekToFirst() {
        rows.seekToFirst();
    }

    public void seek(byte[] key) {
        rows.seek(key);
    }

    public void seekForPrev(byte[] key) {
        rows.seekForPrev(key);
    }

    public void next() {
        rows.next();
    }

    public void prev() {
        rows.prev();
    }

    public byte[] key() {
        return rows.key();
    }

    public byte[] value() {
        return rows.value();
    }

    @Override
    public void close() {
        rows.close();
    }
}
