package io.runledger.core.review;

import java.util.function.Function;

/** What may be asked of a task. */
public enum TaskRequest implements RequestType {
    DECLARE("task.declare_requested", "task.declared"),
    COMPLETE("task.complete_requested", "task.completed");

    private final String eventType;
    private final String grantedType;

    TaskRequest(String eventType, String grantedType) {
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
        return Subject.TASK;
    }

    @Override
    public <T> T match(Function<ArtifactRequest, T> artifact, Function<TaskRequest, T> task) {
        return task.apply(this);
    }
}
