package io.runledger.schemas.contract;

import java.util.Optional;

/** The payload contracts in force, by event type. Asked for every event that comes by HTTP, so it must not wait. Thread-safe. */
public interface PayloadContracts {
    /** No event type has one. */
    PayloadContracts NONE = eventType -> Optional.empty();

    /** Empty for a type without a contract: its payloads may be anything. */
    Optional<PayloadContract> of(String eventType);
}
