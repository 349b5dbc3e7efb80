package io.runledger.streams.views.store;

import java.nio.charset.StandardCharsets;

/** The column families of a partition's database; {@link Layout} says what stands in each. */
public enum Family {
    /** The applied offset and the tallies. RocksDB wants a family of this name. */
    DEFAULT("default"),
    RECORDS("records"),
    IDS("ids"),
    POSTINGS("postings"),
    DIRECTORY("directory"),
    /** What decisions have made of artifacts and tasks. */
    STATES("states"),
    /** Keys that are hidden for good. */
    ERASED("erased"),
    /** What is still to be done; no part of the state. */
    OUTBOX("outbox"),
    /** Observations, like the tallies: no part of the state. */
    REJECTS("rejects");

    private final String word;

    Family(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public byte[] nameBytes() {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
