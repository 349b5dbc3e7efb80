package io.runledger.query;

import java.util.List;
import java.util.Optional;

/** Part of a list; {@code next} goes on where it ends and is absent when there was nothing more. */
record Page<T>(List<T> rows, Optional<Cursor> next) {}
