package io.runledger.schemas.review;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to be there before a task may be completed.
 *
 * @param requiredLinkName the name that the link given as proof must have
 * @param requiresFile whether there must be a file besides
 */
public record ProofRequirement(
        Type type,
        @Nullable String requiredLinkName,
        @Nullable Boolean requiresFile) {
    public static final ProofRequirement NONE = new ProofRequirement(Type.NONE, null, null);

    public ProofRequirement {
        Objects.requireNonNull(type, "type"); // JSON can leave it out
    }

    /** What kind of proof. */
    public enum Type {
        NONE,
        /** An approved artifact that is attached to the task or to its bundle. */
        ARTIFACT,
        /** A file record of the task, or one that is named. Never an artifact. */
        FILE,
        URL,
        COMMENT,
        EXTERNAL_STATUS;

        public static Optional<Type> of(String word) {
            return Arrays.stream(values())
                    .filter(type -> type.word().equals(word))
                    .findFirst();
        }

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public boolean needsFile() {
        return type == Type.FILE || Boolean.TRUE.equals(requiresFile);
    }
}
