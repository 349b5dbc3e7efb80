package io.runledger.streams.views.store;

/** What records can be asked for by; every value of each has posting lists of its own. */
public enum Dimension {
    /** {@code event_type} or {@code artifact_type}. */
    TYPE('t'),
    /** {@code task_id}. */
    TASK('k'),
    /** {@code producer} of an event, {@code created_by} of an artifact. */
    PRODUCER('p'),
    STATUS('s'),
    BUNDLE('b'),
    ASSISTANT_JOB('j'),
    STORAGE_PROVIDER('o'),
    DATA_CLASS('c'),
    /** What an event is about: {@code subject_kind/subject_id}. */
    SUBJECT('u');

    private final byte mark;

    Dimension(char mark) {
        this.mark = (byte) mark;
    }

    /** Its byte in the keys of its posting lists; it stays what it is. */
    byte mark() {
        return mark;
    }
}
