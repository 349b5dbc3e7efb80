package io.runledger.streams.views.model;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/** The place of a run's first record after a change. */
public final class FirstOfRun {
    private final Database database;
    private final String run;

    public FirstOfRun(Database database, String run) {
        this.database = database;
        this.run = run;
    }

    public Place after(@Nullable Place before, Set<Place> removed, Set<Place> added) {
        Place first = before;
        if (first != null && removed.contains(first)) {
            Set<Long> gone = removed.stream().map(Place::sequence).collect(Collectors.toSet());
            first = firstBut(gone); // only then the records have to be looked through
        }
        for (Place place : added) {
            first = earlier(first, place);
        }
        if (first == null) {
            throw new IllegalStateException("a run without records");
        }
        return first;
    }

    private @Nullable Place firstBut(Set<Long> gone) {
        Place first = null;
        for (RecordKey.Kind kind : RecordKey.Kind.values()) {
            byte[] prefix = Layout.records(kind, run).bytes();
            try (ReadOptions options = new ReadOptions();
                    Rows rows = database.iterator(Family.RECORDS, options)) {
                rows.seek(prefix);
                while (Range.within(rows, prefix) && gone.contains(KeyReader.number(rows.key(), prefix.length))) {
                    rows.next();
                }
                if (Range.within(rows, prefix)) {
                    first = earlier(
                            first,
                            new Place(KeyReader.number(rows.key(), prefix.length), KeyReader.number(rows.value(), 0)));
                }
            }
        }
        return first;
    }

    private static Place earlier(@Nullable Place one, Place other) {
        return one == null || other.sequence() < one.sequence() ? other : one;
    }
}
