package io.runledger.streams.views.apply;

import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.v1.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record that was validated by itself.
 *
 * @param repeats whether another record of the same key comes before it among those that are applied together
 * @param finding null if there is nothing to check: no key or no value
 */
record ValidatedRecord(
        LogRecord record, Optional<RecordKey> key, boolean repeats, RecordChecks.@Nullable Finding finding) {

    /** Whether what it does depends on what others of its batch do, or theirs on it. */
    boolean isAlone() {
        return repeats || (finding instanceof RecordChecks.Accepted accepted && isAlone(accepted.entry()));
    }

    private boolean isAlone(ViewEntry entry) {
        return record.isHealing()
                || entry.gives().isPresent()
                || (entry.record() instanceof Event event && Erasure.is(event));
    }
}
