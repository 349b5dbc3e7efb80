package io.runledger.schemas.review;

import io.runledger.schemas.review.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may become of a task: it is declared, may be declared otherwise until it is completed, and is completed once, when the
 * proof it asks for is there. Pure, like {@link ArtifactRules}.
 *
 * <pre>
 * artifact          an approved artifact attached to the task or to its bundle; nothing else counts
 * file              a file record of the task, or one named by the proof; never an artifact
 * url, comment,     given with the completion
 * external-status
 * required_link_name  the link given has this name
 * requires_file       a file, besides what the type asks for
 * </pre>
 */
public final class TaskRules {
    private TaskRules() {}

    /**
     * Decides.
     *
     * @param state null if the task was not declared in this run
     */
    public static Verdict<TaskState> decide(
            RequestType type,
            String taskId,
            @Nullable TaskState state,
            TaskChange change,
            Asked asked,
            Evidence evidence) {
        if (state != null && change.revision() != null && change.revision() != state.revision()) {
            return refused(
                    Reason.STALE_REVISION,
                    "the task is at revision " + state.revision() + ", not at " + change.revision()
                            + "; read it again and decide anew",
                    state);
        }
        if (state != null && state.completed()) {
            return refused(Reason.ILLEGAL_MOVE, "the task was completed and does not change any more", state);
        }
        return switch (type) {
            case TASK_DECLARE -> new Verdict.Granted<>(declared(state, change));
            case TASK_COMPLETE -> complete(taskId, state, change, asked, evidence);
            default -> throw new IllegalArgumentException(type + " is about an artifact");
        };
    }

    private static TaskState declared(@Nullable TaskState state, TaskChange change) {
        return new TaskState(
                false,
                state == null ? 1 : state.revision() + 1,
                change.title(),
                change.bundleId(),
                change.proofRequirement() == null ? ProofRequirement.NONE : change.proofRequirement(),
                null,
                null,
                null);
    }

    private static Verdict<TaskState> complete(
            String taskId, @Nullable TaskState state, TaskChange change, Asked asked, Evidence evidence) {
        if (state == null) {
            return refused(
                    Reason.UNKNOWN,
                    "task " + taskId + " was not declared in run " + asked.runId()
                            + "; declare it first, with POST /tasks",
                    null);
        }
        List<Blocker> blockers = blockers(state.proofRequirement(), change.proof(), evidence);
        if (!blockers.isEmpty()) {
            return new Verdict.Refused<>(new Refusal(
                    Reason.BLOCKED,
                    "the proof that the task asks for is not there: "
                            + String.join(
                                    "; ", blockers.stream().map(Blocker::detail).toList()),
                    state.revision(),
                    null,
                    null,
                    null,
                    blockers));
        }
        return new Verdict.Granted<>(new TaskState(
                true,
                state.revision() + 1,
                state.title(),
                state.bundleId(),
                state.proofRequirement(),
                change.proof(),
                asked.by(),
                asked.at()));
    }

    /** What is missing for a completion with this proof; empty if nothing is. */
    public static List<Blocker> blockers(ProofRequirement required, Proof proof, Evidence evidence) {
        List<Blocker> blockers = new ArrayList<>();
        switch (required.type()) {
            case ARTIFACT -> artifact(evidence).ifPresent(blockers::add);
            case URL ->
                given(proof.url(), ProofRequirement.Type.URL, "give the url of the proof")
                        .ifPresent(blockers::add);
            case COMMENT ->
                given(proof.comment(), ProofRequirement.Type.COMMENT, "give a comment")
                        .ifPresent(blockers::add);
            case EXTERNAL_STATUS ->
                given(
                                proof.externalStatus(),
                                ProofRequirement.Type.EXTERNAL_STATUS,
                                "give the external_status that was reached")
                        .ifPresent(blockers::add);
            case FILE, NONE -> {
                // files are looked at below, for they may be asked for besides
            }
        }
        String linkName = required.requiredLinkName();
        if (linkName != null && (isBlank(proof.url()) || !linkName.equals(proof.linkName()))) {
            blockers.add(new Blocker("link-name", "give a url with the link_name \"" + linkName + "\"", null));
        }
        if (required.needsFile() && evidence.files().isEmpty()) {
            blockers.add(new Blocker(
                    ProofRequirement.Type.FILE.word(),
                    "register a file for the task, or name one of this run; an artifact is no file",
                    null));
        }
        return blockers;
    }

    private static Optional<Blocker> artifact(Evidence evidence) {
        if (evidence.artifacts().stream().anyMatch(artifact -> artifact.status() == ArtifactStatus.APPROVED)) {
            return Optional.empty();
        }
        return Optional.of(
                evidence.artifacts().isEmpty()
                        ? new Blocker(
                                ProofRequirement.Type.ARTIFACT.word(),
                                "attach an artifact to the task or its bundle and have it approved",
                                null)
                        : new Blocker(
                                ProofRequirement.Type.ARTIFACT.word(),
                                "have an attached artifact approved; none of them is",
                                evidence.artifacts()));
    }

    private static Optional<Blocker> given(@Nullable String value, ProofRequirement.Type type, String detail) {
        return isBlank(value) ? Optional.of(new Blocker(type.word(), detail, null)) : Optional.empty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static Verdict<TaskState> refused(Reason reason, String detail, @Nullable TaskState state) {
        return new Verdict.Refused<>(Refusal.because(reason, detail, state == null ? null : state.revision()));
    }
}
