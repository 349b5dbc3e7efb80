package io.runledger.core.review;

import java.util.List;

/**
 * What the ledger knows that could prove a task.
 *
 * @param artifacts those that are attached where the proof asks for them and of the type it asks for, whatever their status
 * @param files ids of the file records of the task, and of those named by the proof that exist
 */
public record Evidence(List<Candidate> artifacts, List<String> files) {
    /** An attached artifact. */
    public record Candidate(String artifactId, ArtifactStatus status) {}
}
