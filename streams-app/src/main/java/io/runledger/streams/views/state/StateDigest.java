package io.runledger.streams.views.state;

/**
 * What a partition's state is, in 32 bytes: equal for equal state, whatever way led there.
 *
 * @param offset the position: everything up to and with it was applied, -1 before the first
 * @param digest BLAKE3, 64 hexadecimal digits
 * @param entries how many keys with their values went into it
 */
public record StateDigest(int partition, long offset, String digest, long entries) {}
