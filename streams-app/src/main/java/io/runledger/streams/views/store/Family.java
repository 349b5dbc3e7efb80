package io.runledger.streams.views.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The column families of a partition's database; {@link Layout} says what each holds. A new one has to say whether it
 * is part of the state, which is what digests and verifications compare.
 */
public enum Family {
    /** RocksDB wants a family of this name. */
    DEFAULT("default", Role.notState("the applied offset and the tallies: a replay after compaction counts otherwise")),
    RECORDS("records", Role.state()),
    IDS("ids", Role.state()),
    POSTINGS("postings", Role.state()),
    DIRECTORY("directory", Role.state()),
    /** What decisions have made of artifacts and tasks. */
    STATES("states", Role.state()),
    /** Keys that are hidden for good. */
    ERASED("erased", Role.state()),
    OUTBOX("outbox", Role.notState("work to be done: it is gone when it is done, and the state is the same")),
    REJECTS("rejects", Role.notState("observations, like the tallies: compaction takes rejected records from the log"));

    /**
     * What a family is for the state.
     *
     * @param whyNot why it is no part of it; empty if it is one
     */
    private record Role(String whyNot) {
        static Role state() {
            return new Role("");
        }

        static Role notState(String whyNot) {
            if (whyNot.isBlank()) {
                throw new IllegalArgumentException("a family that is not state says why");
            }
            return new Role(whyNot);
        }
    }

    private static final List<Family> STATE =
            Arrays.stream(values()).filter(Family::isState).toList();

    private final String word;
    private final String whyNotState;

    Family(String word, Role role) {
        this.word = word;
        this.whyNotState = role.whyNot;
    }

    /** Those that are part of the state, in the order in which digests read them. */
    public static List<Family> state() {
        return STATE;
    }

    private boolean isState() {
        return whyNotState.isEmpty();
    }

    public String word() {
        return word;
    }

    public byte[] nameBytes() {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
