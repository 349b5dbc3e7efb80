package io.runledger.core.review;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What may be asked: the type of the event that asks, and the type of the one that grants it. */
public enum RequestType {
    ARTIFACT_UPDATE("artifact.update_requested", "artifact.updated", Subject.ARTIFACT),
    ARTIFACT_REVIEW("artifact.review_requested", "artifact.reviewed", Subject.ARTIFACT),
    ARTIFACT_ATTACH("artifact.attach_requested", "artifact.attached", Subject.ARTIFACT),
    ARTIFACT_ARCHIVE("artifact.archive_requested", "artifact.archived", Subject.ARTIFACT),
    ARTIFACT_SUPERSEDE("artifact.supersede_requested", "artifact.superseded", Subject.ARTIFACT),
    TASK_DECLARE("task.declare_requested", "task.declared", Subject.TASK),
    TASK_COMPLETE("task.complete_requested", "task.completed", Subject.TASK);

    /** What a request is about; its word is the event's {@code subject_kind}. */
    public enum Subject {
        ARTIFACT("artifact"),
        TASK("task");

        private final String word;

        Subject(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    private static final Map<String, RequestType> BY_EVENT_TYPE =
            Arrays.stream(values()).collect(Collectors.toMap(RequestType::eventType, Function.identity()));

    private final String eventType;
    private final String grantedType;
    private final Subject subject;

    RequestType(String eventType, String grantedType, Subject subject) {
        this.eventType = eventType;
        this.grantedType = grantedType;
        this.subject = subject;
    }

    /** The request that an event of this type makes, if it makes one. */
    public static Optional<RequestType> ofEventType(String eventType) {
        return Optional.ofNullable(BY_EVENT_TYPE.get(eventType));
    }

    @JsonValue
    public String eventType() {
        return eventType;
    }

    /** The event type of the decision that grants it. */
    public String grantedType() {
        return grantedType;
    }

    public Subject subject() {
        return subject;
    }
}
