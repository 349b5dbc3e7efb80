package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * What one record of the log changes, gathered and written at once. Counters are kept as differences until the end, so an
 * entry that is taken away and added again in another place counts neither twice nor not at all.
 */
final class Changes implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Database database;
    private final WriteBatch batch = new WriteBatch();
    private final Map<CounterKey, Long> differences = new LinkedHashMap<>();

    /** A byte array with equality by content. */
    private record CounterKey(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CounterKey key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    Changes(Database database) {
        this.database = database;
    }

    void put(Family family, byte[] key, byte[] value) {
        try {
            batch.put(database.handle(family), key, value);
        } catch (RocksDBException e) {
            throw new ViewsException("cannot gather a change", e);
        }
    }

    private void delete(Family family, byte[] key) {
        try {
            batch.delete(database.handle(family), key);
        } catch (RocksDBException e) {
            throw new ViewsException("cannot gather a change", e);
        }
    }

    /** Puts an entry in its place, and takes away where it stood before, if it did. */
    void place(Entry entry, Optional<Entry> standing) {
        standing.ifPresent(this::take);
        put(Family.RECORDS, entry.recordKey(), StoredRecord.value(entry));
        put(Family.IDS, entry.idKey(), Layout.number(entry.place().sequence()));
        byte[] run = new Layout.Key().put(entry.key().runId()).bytes();
        for (byte[] posting : entry.postings()) {
            put(Family.POSTINGS, posting, posting[1] == 'g' ? run : NOTHING);
        }
        entry.counters().forEach(counter -> count(counter, 1));
        first(entry, standing);
    }

    private void take(Entry entry) {
        delete(Family.RECORDS, entry.recordKey());
        entry.postings().forEach(posting -> delete(Family.POSTINGS, posting));
        entry.counters().forEach(counter -> count(counter, -1));
    }

    private void count(byte[] counter, long difference) {
        differences.merge(new CounterKey(counter), difference, Long::sum);
    }

    /** Runs are listed by their first record; it changes when a run begins, and when its first record moves. */
    private void first(Entry entry, Optional<Entry> standing) {
        byte[] key = Layout.firstOfRun(entry.key().runId());
        byte[] stored = database.get(Family.DIRECTORY, key);
        Place first = entry.place();
        if (stored != null) {
            Place before = new Place(Layout.number(stored, 0), Layout.number(stored, 8));
            boolean moves = standing.isPresent() && standing.get().place().sequence() == before.sequence();
            Optional<Place> other = moves ? firstBut(entry.key().runId(), before.sequence()) : Optional.of(before);
            if (other.isPresent() && other.get().sequence() < first.sequence()) {
                first = other.get();
            }
            if (first.equals(before)) {
                return;
            }
            delete(Family.DIRECTORY, Layout.runByFirst(before));
        }
        put(Family.DIRECTORY, key, first.bytes());
        put(
                Family.DIRECTORY,
                Layout.runByFirst(first),
                new Layout.Key().put(entry.key().runId()).bytes());
    }

    private Optional<Place> firstBut(String run, long sequence) {
        Place least = null;
        for (RecordKey.Kind kind : RecordKey.Kind.values()) {
            byte[] prefix = Layout.records(kind, run).bytes();
            try (ReadOptions options = new ReadOptions();
                    RocksIterator rows = database.iterator(Family.RECORDS, options)) {
                rows.seek(prefix);
                if (Range.within(rows, prefix) && Layout.number(rows.key(), prefix.length) == sequence) {
                    rows.next();
                }
                if (Range.within(rows, prefix)) {
                    Place place = new Place(Layout.number(rows.key(), prefix.length), Layout.number(rows.value(), 0));
                    least = least == null || place.sequence() < least.sequence() ? place : least;
                }
            }
        }
        return Optional.ofNullable(least);
    }

    /** Writes all of it and the tally, atomically. */
    void write(Tally tally) {
        differences.forEach((counter, difference) -> {
            if (difference != 0) {
                byte[] stored = database.get(Family.DIRECTORY, counter.bytes);
                long count = (stored == null ? 0 : Layout.number(stored, 0)) + difference;
                if (count == 0) {
                    delete(Family.DIRECTORY, counter.bytes);
                } else {
                    put(Family.DIRECTORY, counter.bytes, Layout.number(count));
                }
            }
        });
        put(Family.DEFAULT, PartitionViews.TALLY, tally.bytes());
        database.write(batch);
    }

    @Override
    public void close() {
        batch.close();
    }
}
