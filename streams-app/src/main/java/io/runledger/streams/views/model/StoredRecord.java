package io.runledger.streams.views.model;

import io.runledger.schemas.log.Origin;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as the views hold it.
 *
 * @param origin its place in the ledger that it was imported from, if it was
 * @param state what decisions have made of it; of artifacts only
 * @param writer the schema that it was written with
 */
public record StoredRecord(
        int partition,
        Place place,
        Optional<Origin> origin,
        SpecificRecord record,
        Optional<GivenState> state,
        Schema writer) {
    private static final long LEAST_WEIGHT = 256;
    private static final int ORIGIN = Long.BYTES;
    private static final int NONE_BYTES = ORIGIN + 1;
    private static final int SOME_BYTES = NONE_BYTES + Origin.BYTES;

    /** Roughly how many bytes of memory it takes, for callers that hold several; its producer wrote most of them. */
    public long weight() {
        if (record instanceof Event event) {
            return LEAST_WEIGHT + event.getPayload().length();
        }
        Artifact artifact = (Artifact) record;
        String metadata = artifact.getMetadata();
        String summary = artifact.getSummary();
        return LEAST_WEIGHT + (metadata == null ? 0 : metadata.length()) + (summary == null ? 0 : summary.length());
    }

    /** With the place it had where it came from; the same if it was written here. */
    public StoredRecord atOrigin() {
        return origin.map(from -> new StoredRecord(
                        from.position().partition(),
                        new Place(from.position().offset(), from.createdAt()),
                        Optional.empty(),
                        record,
                        state,
                        writer))
                .orElse(this);
    }

    /** Its value in the {@code records} family: created_at, 1 and the origin or 0, and the bytes as on the log. */
    public static byte[] value(ViewEntry entry) {
        byte[] wire = entry.wire();
        ByteBuffer value = ByteBuffer.allocate((entry.origin().isPresent() ? SOME_BYTES : NONE_BYTES) + wire.length)
                .putLong(entry.place().createdAt())
                .put((byte) (entry.origin().isPresent() ? 1 : 0));
        entry.origin().ifPresent(origin -> value.put(origin.bytes()));
        return value.put(wire).array();
    }

    public static Optional<Origin> origin(byte[] value) {
        return value[ORIGIN] == 0
                ? Optional.empty()
                : Optional.of(Origin.read(ByteBuffer.wrap(value, NONE_BYTES, Origin.BYTES)));
    }

    public static byte[] wire(byte[] value) {
        return Arrays.copyOfRange(value, value[ORIGIN] == 0 ? NONE_BYTES : SOME_BYTES, value.length);
    }
}
