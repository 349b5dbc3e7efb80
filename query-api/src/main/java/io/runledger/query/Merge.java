package io.runledger.query;

import io.runledger.streams.views.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One list over all partitions, by (created_at, partition, sequence). Every partition is asked for a whole page, for all of
 * it may stand in one of them.
 */
record Merge<T>(List<Integer> partitions, ToIntFunction<T> partition, Function<T, Place> place, boolean descending) {
    /** Reads the rows of one partition in the list's order. */
    @FunctionalInterface
    interface Source<T> {
        List<T> read(int partition, Optional<Place> after, int limit);
    }

    /** The page behind a cursor. */
    Page<T> page(Source<T> source, int query, Optional<Cursor> after, int limit) {
        List<T> rows = new ArrayList<>();
        for (int p : partitions) {
            rows.addAll(source.read(p, after.map(cursor -> cursor.in(p, descending)), limit + 1));
        }
        Function<T, Cursor> cursor = row -> new Cursor(query, partition.applyAsInt(row), place.apply(row));
        rows.sort(Comparator.comparing(cursor, Cursor.order(descending)));
        return Page.of(rows, limit, cursor);
    }
}
