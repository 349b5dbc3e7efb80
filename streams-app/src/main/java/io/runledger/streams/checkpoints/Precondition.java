package io.runledger.streams.checkpoints;

import java.util.Optional;
import java.util.Set;

/**
 * What must be true of a checkpoint when it is written (RFC 9110, section 13): both parts.
 *
 * @param match which it must be one of; empty if that was not asked
 * @param noneMatch which it must not be one of
 */
public record Precondition(Optional<Tags> match, Optional<Tags> noneMatch) {
    public static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    /**
     * Entity tags.
     *
     * @param any whether every existing checkpoint is meant
     */
    public record Tags(boolean any, Set<String> etags) {
        public Tags {
            etags = Set.copyOf(etags);
        }

        /** Whether there is a checkpoint, and it is one of them. */
        public boolean has(Optional<Checkpoint> current) {
            return current.filter(checkpoint -> any || etags.contains(checkpoint.etag()))
                    .isPresent();
        }
    }

    /** Whether it is true of the current checkpoint. */
    public boolean isMet(Optional<Checkpoint> current) {
        return match.map(tags -> tags.has(current)).orElse(true)
                && !noneMatch.map(tags -> tags.has(current)).orElse(false);
    }
}
