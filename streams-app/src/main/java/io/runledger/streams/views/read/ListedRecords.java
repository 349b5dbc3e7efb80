package io.runledger.streams.views.read;

import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Place;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The records of a list, each read only when it is asked for. Usable as long as its walk and its reader are open; for
 * one thread.
 */
final class ListedRecords implements Iterator<PartitionReader.Listed> {
    private final int partition;
    private final EntryReader entries;
    private final RecordQuery query;
    private final ScanPlan plan;
    private final PostingsJoin walk;

    /** Whether the walk has already moved to the record that comes next. */
    private boolean looked;

    private boolean there;

    ListedRecords(int partition, EntryReader entries, RecordQuery query, ScanPlan plan, PostingsJoin walk) {
        this.partition = partition;
        this.entries = entries;
        this.query = query;
        this.plan = plan;
        this.walk = walk;
    }

    @Override
    public boolean hasNext() {
        if (!looked) {
            there = walk.next();
            looked = true;
        }
        return there;
    }

    @Override
    public PartitionReader.Listed next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        looked = false;
        return listed();
    }

    private PartitionReader.Listed listed() {
        byte[] key = walk.key();
        long sequence = KeyReader.number(key, key.length - Long.BYTES);
        // A key in order of time has the time before the sequence; any other key has the sequence alone.
        Optional<Place> timed = query.isTimed()
                ? Optional.of(new Place(sequence, KeyReader.number(key, key.length - 2 * Long.BYTES)))
                : Optional.empty();
        return new PartitionReader.Listed() {
            @Override
            public int partition() {
                return partition;
            }

            @Override
            public Place place() {
                return timed.orElseGet(() -> read().place());
            }

            @Override
            public StoredRecord read() {
                return entries.stored(query, plan, walk);
            }
        };
    }
}
