package io.runledger.gateway;

/**
 * How much one batch, and all at once, may hold.
 *
 * @param maxItems most items of a batch
 * @param maxBytes most bytes of a batch, as it is sent and as it is unpacked
 * @param maxConcurrent most batches that are read or waited for at once; more are answered with 429
 */
public record BatchLimits(int maxItems, int maxBytes, int maxConcurrent) {}
