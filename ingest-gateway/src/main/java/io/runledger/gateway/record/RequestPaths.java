package io.runledger.gateway.record;

import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.TaskRequest;

/** By which path each request is asked for. */
public final class RequestPaths {
    private RequestPaths() {}

    public static String of(RequestType type) {
        return type.match(RequestPaths::ofArtifact, RequestPaths::ofTask);
    }

    private static String ofArtifact(ArtifactRequest type) {
        return switch (type) {
            case UPDATE -> "/artifacts/{artifact_id}";
            case REVIEW -> "/artifacts/{artifact_id}/review";
            case ATTACH -> "/artifacts/{artifact_id}/attach";
            case ARCHIVE -> "/artifacts/{artifact_id}/archive";
            case SUPERSEDE -> "/artifacts/{artifact_id}/supersede";
        };
    }

    private static String ofTask(TaskRequest type) {
        return switch (type) {
            case DECLARE -> "/tasks";
            case COMPLETE -> "/tasks/{task_id}/complete";
        };
    }

    static String withMethod(RequestType type) {
        return (type == ArtifactRequest.UPDATE ? "PATCH " : "POST ") + of(type);
    }
}
