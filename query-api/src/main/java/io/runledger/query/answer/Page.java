package io.runledger.query.answer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Part of a list.
 *
 * @param cursors of each row
 * @param next continues where it ends, and is absent when there was nothing more
 */
public record Page<T>(List<T> rows, List<Cursor> cursors, Optional<Cursor> next) {
    public <R> Page<R> map(Function<T, R> each) {
        return new Page<>(rows.stream().map(each).toList(), cursors, next);
    }

    public Page<T> filter(Predicate<T> kept) {
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
