package io.runledger.core.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What proof a task still lacks, each in a sentence that says what to do about it.
 *
 * <pre>
 * artifact          an approved artifact attached to the task, or to its bundle if the scope says so, and of the type that is
 *                   asked for; nothing else counts
 * file              a file record of the task, or one named by the proof; never an artifact
 * url, comment,     given with the completion
 * external-status
 * required_link_name  the link given has this name
 * requires_file       a file, besides what the type asks for
 * </pre>
 */
public final class ProofRules {
    private ProofRules() {}

    /** What is missing for a completion with this proof; empty if nothing is. */
    public static List<Blocker> blockers(ProofRequirement required, Proof proof, Evidence evidence) {
        List<Blocker> blockers = new ArrayList<>();
        switch (required.type()) {
            case ARTIFACT -> artifact(required, evidence).ifPresent(blockers::add);
            case URL ->
                given(required.type(), proof.url(), "give the link that proves it (url) when completing it")
                        .ifPresent(blockers::add);
            case COMMENT ->
                given(required.type(), proof.comment(), "give a comment when completing it")
                        .ifPresent(blockers::add);
            case EXTERNAL_STATUS ->
                given(
                                required.type(),
                                proof.externalStatus(),
                                "give the status that was reached elsewhere (external_status) when completing it")
                        .ifPresent(blockers::add);
            case FILE, NONE -> {
                // files are looked at below, for they may be asked for besides
            }
        }
        linkName(required, proof).ifPresent(blockers::add);
        if (required.needsFile() && evidence.files().isEmpty()) {
            blockers.add(new Blocker(
                    ProofRequirement.Type.FILE.word(),
                    "register a file for the task, or name one of its run (files) when completing it: an artifact does"
                            + " not count as a file",
                    null));
        }
        return blockers;
    }

    private static Optional<Blocker> artifact(ProofRequirement required, Evidence evidence) {
        List<ArtifactStatus> attached =
                evidence.artifacts().stream().map(Evidence.Candidate::status).toList();
        if (evidence.artifacts().stream().anyMatch(Evidence.Candidate::counts)) {
            return Optional.empty();
        }
        return Optional.of(new Blocker(
                ProofRequirement.Type.ARTIFACT.word(),
                artifactWanted(required, attached),
                attached.isEmpty() ? null : evidence.artifacts()));
    }

    private static String artifactWanted(ProofRequirement required, List<ArtifactStatus> attached) {
        String one = required.artifactType() == null
                ? "an artifact"
                : "an artifact of the type \"" + required.artifactType() + "\"";
        String where = required.taskId() != null
                ? "task \"" + required.taskId() + "\""
                : required.scope() == ProofRequirement.Scope.TASK ? "the task" : "the task or to its bundle";
        if (attached.isEmpty()) {
            return "attach " + one + " to " + where + ", and have it approved: none is attached yet";
        }
        if (attached.contains(ArtifactStatus.APPROVED)) {
            return "have somebody else approve " + one + " attached to " + where
                    + ": who approves is neither who registers it nor who completes the task";
        }
        if (attached.stream().anyMatch(status -> status.moves().contains(ArtifactStatus.APPROVED))) {
            return "approve one of the artifacts attached to " + where + ": none is approved yet";
        }
        return attached.contains(ArtifactStatus.REJECTED)
                ? "attach " + one + " to " + where
                        + " and have it approved, or send a rejected one to review again: none"
                        + " that is attached is approved"
                : "attach " + one + " to " + where + " and have it approved: those attached are archived or superseded";
    }

    private static Optional<Blocker> given(ProofRequirement.Type type, @Nullable String value, String detail) {
        return isBlank(value) ? Optional.of(new Blocker(type.word(), detail, null)) : Optional.empty();
    }

    private static Optional<Blocker> linkName(ProofRequirement required, Proof proof) {
        String name = required.requiredLinkName();
        if (name == null || (!isBlank(proof.url()) && name.equals(proof.linkName()))) {
            return Optional.empty();
        }
        boolean lacksLinkOnlyForName = isBlank(proof.url()) && required.type() != ProofRequirement.Type.URL;
        return Optional.of(new Blocker(
                "link-name",
                lacksLinkOnlyForName
                        ? "give a link (url) that is called \"" + name + "\" (link_name) when completing it"
                        : "call the link \"" + name + "\" (link_name)",
                null));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
