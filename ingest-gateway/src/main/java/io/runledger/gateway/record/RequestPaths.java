package io.runledger.gateway.record;

import io.runledger.core.review.RequestType;

/** By which path each request is asked for. */
public final class RequestPaths {
    private RequestPaths() {}

    public static String of(RequestType type) {
        return switch (type) {
            case ARTIFACT_UPDATE -> "/artifacts/{artifact_id}";
            case ARTIFACT_REVIEW -> "/artifacts/{artifact_id}/review";
            case ARTIFACT_ATTACH -> "/artifacts/{artifact_id}/attach";
            case ARTIFACT_ARCHIVE -> "/artifacts/{artifact_id}/archive";
            case ARTIFACT_SUPERSEDE -> "/artifacts/{artifact_id}/supersede";
            case TASK_DECLARE -> "/tasks";
            case TASK_COMPLETE -> "/tasks/{task_id}/complete";
        };
    }

    static String withMethod(RequestType type) {
        return (type == RequestType.ARTIFACT_UPDATE ? "PATCH " : "POST ") + of(type);
    }
}
