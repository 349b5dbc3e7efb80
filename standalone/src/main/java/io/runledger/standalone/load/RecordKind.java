package io.runledger.standalone.load;

/** The two kinds of record a ledger takes, and where each is posted. */
public enum RecordKind {
    EVENT("/events"),
    ARTIFACT("/artifacts");

    private final String path;

    RecordKind(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
