package io.runledger.schemas.log;

/**
 * What a gateway says of a record that it has appended for a principal it knows: that the record names that principal in
 * {@code recorded_by}, and is what the gateway appended.
 */
public final class Attestation {
    /** The header of an attested record: a version, and a seal over the record. */
    public static final String HEADER = "runledger-attested";

    /** The version of what is sealed, and how. */
    public static final byte VERSION = 1;

    private Attestation() {}
}
