package io.runledger.schemas.contract;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import org.jspecify.annotations.Nullable;

/** Makes the id of a record that came without one; asked for nothing else. */
@FunctionalInterface
public interface IdSource {
    /** An id for a record of this run, whose name is null when the record names none and will be refused for that. */
    String idFor(@Nullable String runId);

    /** A new id each time, RFC 9562 version 7: in the order of time, so new keys are close together. Thread-safe. */
    static IdSource timeOrdered() {
        NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();
        return runId -> ids.generate().toString();
    }
}
