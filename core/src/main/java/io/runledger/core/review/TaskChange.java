package io.runledger.core.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a task: the payload of every request about one. A declaration uses title, bundle and requirement, a
 * completion the proof.
 *
 * @param revision the revision it is asked of; null asks of whatever the current one is
 * @param proofRequirement null asks for none
 */
public record TaskChange(
        @Nullable Long revision,
        @Nullable String title,
        @Nullable String bundleId,
        @Nullable ProofRequirement proofRequirement,
        @Nullable String comment,
        @Nullable String url,
        @Nullable String externalStatus,
        @Nullable String linkName,
        @Nullable List<String> files) {

    public Proof proof() {
        return new Proof(comment, url, externalStatus, linkName, files);
    }
}
