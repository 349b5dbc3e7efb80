package io.runledger.streams.views.store;

import io.runledger.core.review.RequestType;

/** What can have a state: an artifact or a task of a run. */
public record Subject(RequestType.Subject kind, String runId, String id) {
    public static Subject artifact(String runId, String id) {
        return new Subject(RequestType.Subject.ARTIFACT, runId, id);
    }

    public static Subject task(String runId, String id) {
        return new Subject(RequestType.Subject.TASK, runId, id);
    }

    /** The value of {@link Dimension#SUBJECT} that events about it have. */
    public String word() {
        return word(kind.word(), id);
    }

    /** The same of anything that events are about. */
    public static String word(String kind, String id) {
        return kind + '/' + id;
    }
}
