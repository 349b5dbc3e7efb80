package io.runledger.schemas.wire;

import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/** Records as they stand on the log. */
final class Written {
    private Written() {}

    static byte[] by(RecordSerializer serializer, SpecificRecord record) {
        return Objects.requireNonNull(serializer.serialize("log", record));
    }
}
