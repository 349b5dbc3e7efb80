package io.runledger.streams.views.model;

import io.runledger.v1.Event;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The state that a record gives, read from its payload when it is asked for first and kept then: several steps of
 * applying ask. Two threads that ask at once may both read it, and find the same.
 */
final class Grant {
    private final SpecificRecord record;
    private volatile boolean read;
    private @Nullable GivenState state;

    Grant(SpecificRecord record) {
        this.record = record;
    }

    /** Empty unless the record is a decision that grants something. */
    Optional<GivenState> state() {
        if (!read) {
            state = record instanceof Event event ? GivenState.of(event).orElse(null) : null;
            read = true;
        }
        return Optional.ofNullable(state);
    }
}
