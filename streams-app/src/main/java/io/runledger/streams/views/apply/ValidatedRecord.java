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
 * A record, looked at by itself.
 *
 * @param repeats whether another record of the same key comes before it among those that are applied together
 * @param finding null if there is nothing to judge: no key or no value
 * @param addition what it adds, if surely nothing stood under its key when it was looked at; null if something may, or if that
 *     does not settle what it does
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
