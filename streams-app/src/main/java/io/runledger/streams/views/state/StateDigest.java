package io.runledger.streams.views.state;

/**
 * The digest of a partition's state: equal for equal states, however they came about.
 *
 * @param offset the position: everything up to and with it was applied, -1 before the first
 * @param digest BLAKE3, 64 hexadecimal digits
 * @param entries how many keys with their values went into it
 */
public record StateDigest(int partition, long offset, String digest, long entries) {}
