package io.runledger.streams.views.read;

import io.runledger.streams.views.store.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * Which runs are asked for, by their first record; what is absent does not filter.
 *
 * @param prefix what their names begin with
 * @param since no run whose first record was appended before this time
 * @param until no run whose first record was appended at this time or later
 * @param after no run at or before this place, in the order asked for
 */
public record RunQuery(
        Optional<String> prefix,
        Optional<Instant> since,
        Optional<Instant> until,
        boolean descending,
        Optional<Place> after) {

    public RunQuery after(Optional<Place> value) {
        return new RunQuery(prefix, since, until, descending, value);
    }

    boolean takes(Place first) {
        boolean isAfter = after.isEmpty() || (descending ? isBefore(first, after.get()) : isBefore(after.get(), first));
        return isAfter
                && since.map(time -> first.createdAt() >= time.toEpochMilli()).orElse(true)
                && until.map(time -> first.createdAt() < time.toEpochMilli()).orElse(true);
    }

    private static boolean isBefore(Place one, Place other) {
        return Place.BY_TIME.compare(one, other) < 0;
    }
}
