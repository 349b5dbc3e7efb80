package io.runledger.core.review;

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
 * @param artifactType the type that an artifact must have to count; any if it is null
 * @param taskId the task of the same run that an artifact must be attached to, if that is not the task itself
 * @param scope where an artifact must be attached. Declarations from before there were scopes have none, and mean what they
 *     meant then: {@link Scope#BUNDLE}
 * @param fourEyes whether an artifact counts only if somebody else approved it: see {@link FourEyes}
 */
public record ProofRequirement(
        Type type,
        @Nullable String requiredLinkName,
        @Nullable Boolean requiresFile,
        @Nullable String artifactType,
        @Nullable String taskId,
        @Nullable Scope scope,
        @Nullable Boolean fourEyes) {
    public static final ProofRequirement NONE = of(Type.NONE);

    /** Of one kind, with nothing besides. */
    public static ProofRequirement of(Type type) {
        return new ProofRequirement(type, null, null, null, null, null, null);
    }

    public ProofRequirement {
        Objects.requireNonNull(type, "type"); // JSON can leave it out
    }

    /** What kind of proof. */
    public enum Type {
        NONE,
        /** An approved artifact that is attached where the scope says. */
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

    /** Where an artifact counts. */
    public enum Scope {
        /** Attached to the task. */
        TASK,
        /** Attached to the task or to its bundle, whichever other tasks that has. */
        BUNDLE;

        public static Optional<Scope> of(String word) {
            return Arrays.stream(values())
                    .filter(scope -> scope.word().equals(word))
                    .findFirst();
        }

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As it is declared now: what says nothing of its scope means the task. */
    ProofRequirement declared() {
        return type != Type.ARTIFACT || scope != null
                ? this
                : new ProofRequirement(
                        type, requiredLinkName, requiresFile, artifactType, taskId, Scope.TASK, fourEyes);
    }

    /** The task that an artifact must be attached to. */
    public String task(String own) {
        return taskId == null ? own : taskId;
    }

    /** The bundle in which artifacts count, too; null if none do. */
    public @Nullable String bundle(@Nullable String own) {
        return scope == Scope.TASK || taskId != null ? null : own;
    }

    /** Whether an artifact of this type can count. */
    public boolean takes(@Nullable String type) {
        return artifactType == null || artifactType.equals(type);
    }

    /** Whether an artifact counts only if somebody else approved it. */
    public boolean needsFourEyes() {
        return Boolean.TRUE.equals(fourEyes);
    }

    public boolean needsFile() {
        return type == Type.FILE || Boolean.TRUE.equals(requiresFile);
    }
}
