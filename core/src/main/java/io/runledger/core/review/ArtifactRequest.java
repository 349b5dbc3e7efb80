package io.runledger.core.review;

import java.util.function.Function;

/** What may be asked of an artifact. */
public enum ArtifactRequest implements RequestType {
    UPDATE("artifact.update_requested", "artifact.updated"),
    REVIEW("artifact.review_requested", "artifact.reviewed"),
    ATTACH("artifact.attach_requested", "artifact.attached"),
    ARCHIVE("artifact.archive_requested", "artifact.archived"),
    SUPERSEDE("artifact.supersede_requested", "artifact.superseded");

    private final String eventType;
    private final String grantedType;

    ArtifactRequest(String eventType, String grantedType) {
        this.eventType = eventType;
        this.grantedType = grantedType;
    }

    @Override
    public String eventType() {
        return eventType;
    }

    @Override
    public String grantedType() {
        return grantedType;
    }

    @Override
    public Subject subject() {
        return Subject.ARTIFACT;
    }

    @Override
    public <T> T match(Function<ArtifactRequest, T> artifact, Function<TaskRequest, T> task) {
        return artifact.apply(this);
    }
}
