package io.runledger.cli.client;

/** The two kinds of record a ledger takes, and where each is posted. */
public enum RecordKind {
    EVENT("/events/batch"),
    ARTIFACT("/artifacts/batch");

    private final String path;

    RecordKind(String path) {
        this.path = path;
    }

    /** Where many are posted at once. */
    String path() {
        return path;
    }
}
