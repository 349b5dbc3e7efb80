package io.runledger.core.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.v1.Artifact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decisions have made of an artifact. The record itself never changes; this applies on top of it.
 *
 * @param revision 1 for the record as it was written, and one more with every decision
 * @param taskId the task it is attached to, if any
 * @param bundleId the bundle it is attached to, if any
 * @param reviewedAt RFC 3339
 * @param supersededBy the artifact of the same run that took its place
 * @param recordedBy who a gateway knew to have registered it; null if nobody was known, and in states of before this was kept
 * @param reviewRecordedBy who a gateway knew to have sent the review; null likewise
 * @param title as it was last changed; null if it is as the record says, like those that follow
 */
public record ArtifactState(
        ArtifactStatus status,
        long revision,
        @Nullable String taskId,
        @Nullable String bundleId,
        @Nullable String reviewedBy,
        @Nullable String reviewedAt,
        @Nullable String supersededBy,
        @Nullable String recordedBy,
        @Nullable String reviewRecordedBy,
        @Nullable String title,
        @Nullable String summary,
        @Nullable List<String> tags,
        @Nullable JsonNode metadata) {

    /** The state in which an artifact begins. */
    public static ArtifactState of(Artifact record) {
        return new ArtifactState(
                ArtifactStatus.of(record.getStatus()).orElse(ArtifactStatus.DRAFT),
                1,
                record.getTaskId(),
                record.getBundleId(),
                null,
                null,
                null,
                record.getRecordedBy(),
                null,
                null,
                null,
                null,
                null);
    }

    ArtifactState next(ArtifactStatus to) {
        return new ArtifactState(
                to,
                revision + 1,
                taskId,
                bundleId,
                reviewedBy,
                reviewedAt,
                supersededBy,
                recordedBy,
                reviewRecordedBy,
                title,
                summary,
                tags,
                metadata);
    }

    ArtifactState reviewed(Asked asked) {
        return new ArtifactState(
                status,
                revision,
                taskId,
                bundleId,
                asked.by(),
                asked.at(),
                supersededBy,
                recordedBy,
                asked.recordedBy(),
                title,
                summary,
                tags,
                metadata);
    }

    ArtifactState supersededBy(String successor) {
        return new ArtifactState(
                status,
                revision,
                taskId,
                bundleId,
                reviewedBy,
                reviewedAt,
                successor,
                recordedBy,
                reviewRecordedBy,
                title,
                summary,
                tags,
                metadata);
    }

    ArtifactState attached(@Nullable String task, @Nullable String bundle) {
        return new ArtifactState(
                status,
                revision,
                task == null ? taskId : task,
                bundle == null ? bundleId : bundle,
                reviewedBy,
                reviewedAt,
                supersededBy,
                recordedBy,
                reviewRecordedBy,
                title,
                summary,
                tags,
                metadata);
    }

    ArtifactState updated(ArtifactChange change) {
        return new ArtifactState(
                status,
                revision,
                taskId,
                bundleId,
                reviewedBy,
                reviewedAt,
                supersededBy,
                recordedBy,
                reviewRecordedBy,
                change.title() == null ? title : change.title(),
                change.summary() == null ? summary : change.summary(),
                change.tags() == null ? tags : change.tags(),
                change.metadata() == null ? metadata : change.metadata());
    }
}
