package io.runledger.streams.views.read;

import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Place;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The records of a list, each read only when it is asked for. Usable as long as its walk and its reader are open; for
 * one thread.
 */
final class ListedRecords implements Iterator<PartitionReader.Listed> {
    private final int partition;
    private final boolean timed;
    private final VisibleRows rows;
    private final Function<ViewEntry, StoredRecord> stored;

    /** Whether the walk has already moved to the record that comes next. */
    private boolean looked;

    private boolean there;

    ListedRecords(int partition, boolean timed, VisibleRows rows, Function<ViewEntry, StoredRecord> stored) {
        this.partition = partition;
        this.timed = timed;
        this.rows = rows;
        this.stored = stored;
    }

    @Override
    public boolean hasNext() {
        if (!looked) {
            there = rows.next();
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
        Optional<Place> place = timed ? Optional.of(rows.row().place()) : Optional.empty();
        return new PartitionReader.Listed() {
            @Override
            public int partition() {
                return partition;
            }

            @Override
            public Place place() {
                return place.orElseGet(() -> read().place());
            }

            @Override
            public StoredRecord read() {
                return stored.apply(rows.entry());
            }
        };
    }
}
