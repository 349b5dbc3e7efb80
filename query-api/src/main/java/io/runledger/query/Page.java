package io.runledger.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Part of a list; {@code next} goes on where it ends and is absent when there was nothing more. */
record Page<T>(List<T> rows, Optional<Cursor> next) {
    /** The first rows of those that were found; one more than {@code limit} tells that there are more. */
    static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
        return rows.size() <= limit
                ? new Page<>(rows, Optional.empty())
                : new Page<>(rows.subList(0, limit), Optional.of(cursor.apply(rows.get(limit - 1))));
    }
}
