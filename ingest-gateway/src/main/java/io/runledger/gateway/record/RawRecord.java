package io.runledger.gateway.record;

import java.time.Instant;

/**
 * A record as it was sent, among others in a buffer.
 *
 * @param bytes hold it until more comes in; not if it is too large
 * @param line that it begins in, from 1
 * @param isTooLarge whether it is over its limit and was passed over
 * @param arrived when it was all there; later for each item of a batch, so that their order shows
 */
public record RawRecord(byte[] bytes, int offset, int length, int line, boolean isTooLarge, Instant arrived) {}
