package io.runledger.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Part of a list.
 *
 * @param cursors of each row
 * @param next goes on where it ends, and is absent when there was nothing more
 */
record Page<T>(List<T> rows, List<Cursor> cursors, Optional<Cursor> next) {
    /** The first rows of those that were found; one more than {@code limit} tells that there are more. */
    static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
        List<T> shown = rows.subList(0, Math.min(limit, rows.size()));
        List<Cursor> cursors = shown.stream().map(cursor).toList();
        return new Page<>(
                shown, cursors, rows.size() <= limit ? Optional.empty() : Optional.of(cursors.get(limit - 1)));
    }

    <R> Page<R> map(Function<T, R> each) {
        return new Page<>(rows.stream().map(each).toList(), cursors, next);
    }

    Page<T> filter(Predicate<T> kept) {
        List<Integer> left = IntStream.range(0, rows.size())
                .filter(row -> kept.test(rows.get(row)))
                .boxed()
                .toList();
        return new Page<>(
                left.stream().map(rows::get).toList(),
                left.stream().map(cursors::get).toList(),
                next);
    }
}
