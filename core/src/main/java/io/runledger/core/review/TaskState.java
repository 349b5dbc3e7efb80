package io.runledger.core.review;

import org.jspecify.annotations.Nullable;

/**
 * What decisions have made of a task.
 *
 * @param completed whether it was completed; then nothing about it changes any more
 * @param revision 1 for the first declaration, and one more with every decision
 * @param bundleId the bundle it belongs to, if any
 * @param proof what was given when it was completed
 * @param completedAt RFC 3339
 */
public record TaskState(
        boolean completed,
        long revision,
        @Nullable String title,
        @Nullable String bundleId,
        ProofRequirement proofRequirement,
        @Nullable Proof proof,
        @Nullable String completedBy,
        @Nullable String completedAt) {}
