package io.runledger.streams.views.model;

import io.runledger.schemas.log.SealedPlace;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.Place;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The place of a record of the log, and why that is trusted.
 *
 * @param isHealing whether it wins over what is stored under its key
 * @param isVouched whether the ledger's own seal says that it was accepted before
 * @param isOld whether its place is trusted only because nothing was sealed when it came
 */
public record RecordPlace(Place place, boolean isHealing, boolean isVouched, boolean isOld) {
    private static final int UNSEALED_BYTES = 2 * Long.BYTES;

    /**
     * A record's own place, or that in its healing header; empty if the header was not written with the ledger's key.
     */
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

    /**
     * A copy from another log is vouched for in its content, but its place is not one of this log: it has its own
     * place.
     */
    private static Optional<RecordPlace> healed(LogRecord record, SealedPlace place, Criteria criteria) {
        if (!place.log().equals(criteria.mark().log())) {
            return Optional.of(new RecordPlace(record.place(), true, true, false));
        }
        return place.partition() == record.partition() && place.sequence() < record.offset()
                ? Optional.of(new RecordPlace(new Place(place.sequence(), place.createdAt()), true, true, false))
                : Optional.empty();
    }
}
