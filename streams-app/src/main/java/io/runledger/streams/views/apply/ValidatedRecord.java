package io.runledger.streams.views.apply;

import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.EntryWrites;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.v1.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record that was validated by itself.
 *
 * @param repeats whether another record of the same key comes before it among those that are applied together
 * @param finding null if there is nothing to check: no key or no value
 * @param addition what it adds, if certainly nothing was stored under its key when it was validated; null if something
 *     may have been, or if that does not settle what it does
 */
record ValidatedRecord(
        LogRecord record,
        Optional<RecordKey> key,
        boolean repeats,
        RecordChecks.@Nullable Finding finding,
        @Nullable EntryWrites addition) {

    /** Whether what it does depends on what others of its batch do, or theirs on it. */
    boolean isAlone() {
        return repeats || (finding instanceof RecordChecks.Accepted accepted && isAlone(record, accepted.entry()));
    }

    /** The same of a record that is accepted. */
    static boolean isAlone(LogRecord record, ViewEntry entry) {
        return record.isHealing()
                || entry.gives().isPresent()
                || (entry.record() instanceof Event event && Erasure.is(event));
    }
}
