package io.runledger.query.answer;

import io.runledger.streams.views.store.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One list over all partitions, by (created_at, partition, sequence). Any partition may have all of a page, or nothing of it:
 * so each is asked for one row after the other, as long as its next one may be the list's.
 */
public record Merge<T>(
        List<Integer> partitions, ToIntFunction<T> partition, Function<T, Place> place, boolean descending) {
    /** Reads the rows of one partition in the list's order; at most {@code limit} of them are asked for. */
    @FunctionalInterface
    public interface Source<T> {
        Iterator<T> read(int partition, Optional<Place> after, int limit);
    }

    /** The next row of a partition, and those after it. */
    private record Head<T>(T row, Cursor cursor, Iterator<T> rest) {}

    /** The page after a cursor. */
    public Page<T> page(Source<T> source, int query, Optional<Cursor> after, int limit) {
        return page(source, query, after, limit, row -> Optional.of(row));
    }

    /** Reads a row that is shown; empty if the page has no room for it. */
    @FunctionalInterface
    public interface Reading<T, R> {
        Optional<R> read(T row);
    }

    /** The same, of rows that are read one by one, as long as there is room. The first one has room always. */
    public <R> Page<R> page(Source<T> source, int query, Optional<Cursor> after, int limit, Reading<T, R> reading) {
        Function<T, Cursor> cursor = row -> new Cursor(query, partition.applyAsInt(row), place.apply(row));
        Queue<Head<T>> heads = new PriorityQueue<>(Comparator.comparing(Head::cursor, Cursor.order(descending)));
        for (int p : partitions) {
            add(source.read(p, after.map(from -> from.in(p, descending)), limit + 1), cursor, heads);
        }
        List<R> rows = new ArrayList<>();
        List<Cursor> cursors = new ArrayList<>();
        boolean full = false;
        while (rows.size() < limit && !full && !heads.isEmpty()) {
            Head<T> first = heads.remove();
            Optional<R> row = reading.read(first.row);
            if (row.isPresent()) {
                rows.add(row.get());
                cursors.add(first.cursor);
                add(first.rest, cursor, heads);
            } else {
                full = true;
            }
        }
        boolean more = full || !heads.isEmpty();
        return new Page<>(rows, cursors, more ? Optional.of(cursors.get(cursors.size() - 1)) : Optional.empty());
    }

    private static <T> void add(Iterator<T> rows, Function<T, Cursor> cursor, Queue<Head<T>> heads) {
        if (rows.hasNext()) {
            T row = rows.next();
            heads.add(new Head<>(row, cursor.apply(row), rows));
        }
    }
}
