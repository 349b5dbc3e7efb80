package io.runledger.core.review;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an artifact: the payload of every request about one, of which each request type uses its own part.
 *
 * @param revision the revision it is asked of; null asks of whatever the current one is
 * @param status where a review shall lead
 * @param runId the run of the task or bundle it shall be attached to; another than the artifact's own is refused
 * @param by the artifact that takes its place
 */
public record ArtifactChange(
        @Nullable Long revision,
        @Nullable String comment,
        @Nullable String status,
        @Nullable String runId,
        @Nullable String taskId,
        @Nullable String bundleId,
        @Nullable String by,
        @Nullable String title,
        @Nullable String summary,
        @Nullable List<String> tags,
        @Nullable JsonNode metadata) {}
