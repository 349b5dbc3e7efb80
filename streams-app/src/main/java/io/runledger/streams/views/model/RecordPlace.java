package io.runledger.streams.views.model;

import io.runledger.schemas.log.SealedPlace;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.Place;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a record of the log stands, and what that rests on.
 *
 * @param isHealing whether it wins over what stands under its key
 * @param isVouched whether the ledger's own seal says that it was accepted before
 * @param isOld whether its place is believed only because nothing was sealed when it came
 */
public record RecordPlace(Place place, boolean isHealing, boolean isVouched, boolean isOld) {
    private static final int UNSEALED_BYTES = 2 * Long.BYTES;

    /** Where a record stands by itself, or by its healing header; empty if nobody with the ledger's key wrote that. */
    public static Optional<RecordPlace> of(LogRecord record, byte[] value, Criteria criteria) {
        Optional<byte[]> header = record.healing();
        if (header.isEmpty()) {
            return Optional.of(new RecordPlace(record.place(), false, false, false));
        }
        byte[] healing = header.get();
        if (healing.length == UNSEALED_BYTES) {
            return criteria.mark().isBefore(record.partition(), record.offset())
                    ? unsealed(record, ByteBuffer.wrap(healing))
                    : Optional.empty();
        }
        return criteria.seal().place(healing, record.key(), value).flatMap(place -> healed(record, place, criteria));
    }

    private static Optional<RecordPlace> unsealed(LogRecord record, ByteBuffer healing) {
        Place place = new Place(healing.getLong(), healing.getLong());
        return place.sequence() >= 0 && place.sequence() < record.offset()
                ? Optional.of(new RecordPlace(place, true, false, true))
                : Optional.empty();
    }

    /** A copy of another log is vouched for in what it says, but the place is none of this log: it stands where it is. */
    private static Optional<RecordPlace> healed(LogRecord record, SealedPlace place, Criteria criteria) {
        if (!place.log().equals(criteria.mark().log())) {
            return Optional.of(new RecordPlace(record.place(), true, true, false));
        }
        return place.partition() == record.partition() && place.sequence() < record.offset()
                ? Optional.of(new RecordPlace(new Place(place.sequence(), place.createdAt()), true, true, false))
                : Optional.empty();
    }
}
