package io.runledger.streams.views.read;

import io.runledger.streams.views.store.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * Which rejected records are asked for; what is absent does not filter. The order is by the time of the append and the
 * offset.
 *
 * @param reason the word of a {@code RejectReason}
 * @param since none that was appended before this time
 * @param until none that was appended at this time or later
 * @param after none at or before this place, in the order asked for
 */
public record RejectQuery(
        Optional<String> reason,
        Optional<Instant> since,
        Optional<Instant> until,
        boolean descending,
        Optional<Place> after) {

    public RejectQuery after(Optional<Place> value) {
        return new RejectQuery(reason, since, until, descending, value);
    }
}
