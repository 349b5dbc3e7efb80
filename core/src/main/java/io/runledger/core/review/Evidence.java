package io.runledger.core.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows that could prove a task.
 *
 * @param artifacts those that are attached where the proof asks for them and of the type it asks for, whatever their status
 * @param files ids of the file records of the task, and of those named by the proof that exist
 */
public record Evidence(List<Candidate> artifacts, List<String> files) {
    /**
     * An attached artifact.
     *
     * @param because why it does not count though it is approved; null if it does, or is not approved
     */
    public record Candidate(
            String artifactId,
            ArtifactStatus status,
            @Nullable String because) {
        public Candidate(String artifactId, ArtifactStatus status) {
            this(artifactId, status, null);
        }

        /**
         * Of an artifact in a state.
         *
         * @param completing who completes the task; null if that is not asked
         * @param fourEyes whether it counts only if somebody else approved it
         */
        public static Candidate of(
                String artifactId, ArtifactState state, @Nullable Asked completing, boolean fourEyes) {
            return new Candidate(
                    artifactId,
                    state.status(),
                    fourEyes && state.status() == ArtifactStatus.APPROVED
                            ? FourEyes.evidence(state, completing).orElse(null)
                            : null);
        }

        public boolean counts() {
            return status == ArtifactStatus.APPROVED && because == null;
        }
    }
}
