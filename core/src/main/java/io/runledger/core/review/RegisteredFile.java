package io.runledger.core.review;

import io.runledger.v1.Event;

/** A file of a run is there because an ordinary event says so. Nothing is decided about it. */
public final class RegisteredFile {
    public static final String EVENT_TYPE = "file.registered";

    /** The event's {@code subject_kind}; the {@code subject_id} is the file's id. */
    public static final String KIND = "file";

    /** The field of the payload that says where the bytes are. */
    public static final String LOCATION = "storage_uri";

    private RegisteredFile() {}

    /** Whether an event registers a file. */
    public static boolean is(Event event) {
        return event.getEventType().equals(EVENT_TYPE)
                && KIND.equals(event.getSubjectKind())
                && event.getSubjectId() != null;
    }
}
