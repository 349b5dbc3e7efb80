package io.runledger.streams.views.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Place;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which records are asked for; what is absent does not filter. Within a run the order is by sequence, which is the
 * order of its log; over all runs, and between times, it is by created_at and sequence. The two differ only where the
 * broker's clock went back.
 *
 * @param filters the value that a record has to have of each dimension
 * @param since no record that was appended before this time
 * @param until no record that was appended at this time or later
 * @param after no record at or before this place, in the order asked for
 */
public record RecordQuery(
        RecordKey.Kind kind,
        Optional<String> run,
        Map<Dimension, String> filters,
        Optional<Instant> since,
        Optional<Instant> until,
        boolean descending,
        Optional<Place> after) {

    /** Everything of a kind, oldest first. */
    public static RecordQuery all(RecordKey.Kind kind) {
        return new RecordQuery(
                kind, Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    public RecordQuery run(Optional<String> value) {
        return new RecordQuery(kind, value, filters, since, until, descending, after);
    }

    /** Narrowed to the records with this value, if there is one. */
    public RecordQuery where(Dimension dimension, Optional<String> value) {
        if (value.isEmpty()) {
            return this;
        }
        Map<Dimension, String> narrowed = new EnumMap<>(Dimension.class);
        narrowed.putAll(filters);
        narrowed.put(dimension, value.get());
        return new RecordQuery(kind, run, narrowed, since, until, descending, after);
    }

    public RecordQuery between(Optional<Instant> from, Optional<Instant> before) {
        return new RecordQuery(kind, run, filters, from, before, descending, after);
    }

    public RecordQuery descending(boolean value) {
        return new RecordQuery(kind, run, filters, since, until, value, after);
    }

    public RecordQuery after(Optional<Place> value) {
        return new RecordQuery(kind, run, filters, since, until, descending, value);
    }

    /** Whether the order is by created_at and sequence. */
    boolean isTimed() {
        return run.isEmpty() || since.isPresent() || until.isPresent();
    }

    boolean matches(ViewEntry entry) {
        long createdAt = entry.place().createdAt();
        return filters.entrySet().stream().allMatch(filter -> filter.getValue()
                        .equals(entry.dimensions().get(filter.getKey())))
                && since.map(time -> createdAt >= time.toEpochMilli()).orElse(true)
                && until.map(time -> createdAt < time.toEpochMilli()).orElse(true);
    }
}
