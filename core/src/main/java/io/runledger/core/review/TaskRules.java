package io.runledger.core.review;

import io.runledger.core.review.Refusal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may become of a task: it is declared, may be declared otherwise until it is completed, and is completed once, when the
 * proof it asks for is there, which {@link ProofRules} knows. Pure, like {@link ArtifactRules}.
 */
public final class TaskRules {
    private TaskRules() {}

    /**
     * Decides.
     *
     * @param state null if the task was not declared in this run
     */
    public static Verdict<TaskState> decide(
            TaskRequest type,
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
            case DECLARE -> new Verdict.Granted<>(declared(state, change));
            case COMPLETE -> complete(taskId, state, change, asked, evidence);
        };
    }

    private static TaskState declared(@Nullable TaskState state, TaskChange change) {
        return new TaskState(
                false,
                state == null ? 1 : state.revision() + 1,
                change.title(),
                change.bundleId(),
                change.proofRequirement() == null
                        ? ProofRequirement.NONE
                        : change.proofRequirement().declared(),
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
        List<Blocker> blockers = ProofRules.blockers(state.proofRequirement(), change.proof(), evidence);
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

    private static Verdict<TaskState> refused(Reason reason, String detail, @Nullable TaskState state) {
        return new Verdict.Refused<>(Refusal.because(reason, detail, state == null ? null : state.revision()));
    }
}
