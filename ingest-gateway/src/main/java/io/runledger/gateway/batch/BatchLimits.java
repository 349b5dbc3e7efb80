package io.runledger.gateway.batch;

/**
 * How much one batch, and all at once, may hold.
 *
 * @param maxItems most items of a batch
 * @param maxBytes most bytes of a batch, as it is sent and as it is unpacked
 * @param maxConcurrent most batches that are read or waited for at once; more are answered with 429
 */
public record BatchLimits(int maxItems, int maxBytes, int maxConcurrent) {
    public BatchLimits {
        if (maxItems < 1 || maxBytes < 1 || maxConcurrent < 1) {
            throw new IllegalArgumentException("RUNLEDGER_BATCH_MAX_ITEMS, RUNLEDGER_BATCH_MAX_BYTES and"
                    + " RUNLEDGER_MAX_CONCURRENT_BATCHES must be at least 1");
        }
    }
}
