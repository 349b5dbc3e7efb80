package io.runledger.streams.checkpoints;

import java.time.Instant;

/**
 * What is known of a checkpoint without its bytes.
 *
 * @param contentType as its writer said
 * @param etag 32 hexadecimal digits that no other write ever has, so that a checkpoint that was changed and changed
 *     back is another one
 * @param blake3 64 hexadecimal digits, of the bytes
 * @param updatedAt when the broker took it
 */
public record Checkpoint(
        String runId, String name, String contentType, String etag, int sizeBytes, String blake3, Instant updatedAt) {
    Checkpoint at(Instant time) {
        return new Checkpoint(runId, name, contentType, etag, sizeBytes, blake3, time);
    }
}
