package io.runledger.streams.views.model;

import java.util.Locale;

/** Why a record of the log is not applied. */
public enum RejectReason {
    /** A null value that no erasure of ours explains. */
    UNEXPLAINED_NULL,
    /** The key is not {@code kind/run_id/id}. */
    MALFORMED_KEY,
    /** The value is larger than the ledger takes, unpacked. */
    OVERSIZED,
    /** The value does not begin with byte 0 and a schema id. */
    NOT_WIRE_FORMAT,
    /** The registry has no Avro schema with that id. */
    UNKNOWN_SCHEMA,
    /** A record of no contract that this version knows. */
    UNKNOWN_RECORD,
    /** The bytes do not follow their schema. */
    UNDECODABLE,
    /** The key names another record than the value holds. */
    KEY_MISMATCH,
    /** The run lives in another partition. */
    WRONG_PARTITION,
    /** The record breaks its contract. */
    CONTRACT,
    /** The digest is not that of the payload. */
    DIGEST,
    /** Different content under a known id; the first stays. */
    CONFLICT,
    /** It was erased before it came. */
    ERASED,
    /** Healing headers that this ledger cannot have written. */
    FORGED_PLACE,
    /** It claims to be imported, and nobody with the ledger's key says so. */
    FORGED_ORIGIN,
    /** What only the guard says, said by somebody else. */
    FORGED_DECISION,
    /** It says who recorded it, and no gateway of this ledger says so. */
    FORGED_IDENTITY,
    /** It holds a secret; neither its content nor a secret in its key is kept. */
    SECRET;

    /** As it is shown and stored, such as {@code key-mismatch}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
