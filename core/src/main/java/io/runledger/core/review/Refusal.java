package io.runledger.core.review;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why something that was asked for is not done.
 *
 * @param detail what is wrong and what to do, for people
 * @param revision the current revision; null where there is nothing
 * @param from the current status, where a move is not allowed
 * @param to the status that was asked for
 * @param allowed where it may go instead
 * @param blockedBy what a task lacks
 */
public record Refusal(
        Reason reason,
        String detail,
        @Nullable Long revision,
        @Nullable String from,
        @Nullable String to,
        @Nullable List<String> allowed,
        @Nullable List<Blocker> blockedBy) {

    /** Why, in a word that programs switch on. */
    public enum Reason {
        /** There is no such artifact or task in this run. */
        UNKNOWN,
        /** It was erased. */
        ERASED,
        /** The state it is in does not allow this. */
        ILLEGAL_MOVE,
        /** It is at another revision than the one named. */
        STALE_REVISION,
        /** What the task asks for as proof is not there. */
        BLOCKED,
        /** It belongs to another run. */
        FOREIGN_RUN,
        /** What the artifact says of where its bytes are, or what the request brings, is not allowed. */
        STORAGE_POLICY,
        /** Another person has to do it. */
        FOUR_EYES,
        /** Access control is on, and no gateway knew who asked. */
        UNATTESTED,
        /** The request does not say what it has to, or says what is not allowed. */
        MALFORMED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A refusal that needs no more words. */
    public static Refusal because(Reason reason, String detail, @Nullable Long revision) {
        return new Refusal(reason, detail, revision, null, null, null, null);
    }

    static Refusal move(ArtifactState state, String to, String detail) {
        return new Refusal(
                Reason.ILLEGAL_MOVE,
                detail,
                state.revision(),
                state.status().word(),
                to,
                state.status().moves().stream().map(ArtifactStatus::word).toList(),
                null);
    }
}
