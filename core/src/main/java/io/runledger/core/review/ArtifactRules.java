package io.runledger.core.review;

import io.runledger.core.review.Refusal.Reason;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may become of an artifact. Pure: the verdict follows from the state, the request and nothing else.
 *
 * <pre>
 * draft                -> needs-review          review
 * draft, needs-review  -> approved, rejected    review
 * rejected             -> needs-review          review
 * draft, needs-review,
 * approved, rejected   -> superseded            supersede, which names the successor
 * any                  -> archived              archive
 * </pre>
 *
 * Updating and attaching move nothing, and are for artifacts that are neither archived nor superseded. Every grant raises
 * the revision by one. A request that names a revision is granted at that revision only.
 */
public final class ArtifactRules {
    private ArtifactRules() {}

    /**
     * Decides.
     *
     * @param state null if there is no such artifact in the run
     * @param isKnown whether an artifact of the same run exists, by id
     */
    public static Verdict<ArtifactState> decide(
            ArtifactRequest type,
            String artifactId,
            @Nullable ArtifactState state,
            ArtifactChange change,
            Asked asked,
            Predicate<String> isKnown) {
        if (state == null) {
            return refused(
                    Refusal.because(Reason.UNKNOWN, "run " + asked.runId() + " has no artifact " + artifactId, null));
        }
        if (change.revision() != null && change.revision() != state.revision()) {
            return refused(Refusal.because(
                    Reason.STALE_REVISION,
                    "the artifact is at revision " + state.revision() + ", not at " + change.revision()
                            + "; read it again and decide anew",
                    state.revision()));
        }
        return switch (type) {
            case REVIEW -> review(state, change, asked);
            case ARCHIVE ->
                move(state, ArtifactStatus.ARCHIVED)
                        .<Verdict<ArtifactState>>map(ArtifactRules::refused)
                        .orElseGet(() -> new Verdict.Granted<>(state.next(ArtifactStatus.ARCHIVED)));
            case SUPERSEDE -> supersede(artifactId, state, change, isKnown);
            case ATTACH -> attach(state, change, asked);
            case UPDATE -> update(state, change);
        };
    }

    private static Verdict<ArtifactState> review(ArtifactState state, ArtifactChange change, Asked asked) {
        Optional<ArtifactStatus> to = Optional.ofNullable(change.status()).flatMap(ArtifactStatus::of);
        if (to.isEmpty() || !to.get().isOfReview()) {
            return malformed(state, "a review leads to needs-review, approved or rejected");
        }
        return move(state, to.get())
                .<Verdict<ArtifactState>>map(ArtifactRules::refused)
                .orElseGet(() -> new Verdict.Granted<>(
                        to.get() == ArtifactStatus.NEEDS_REVIEW
                                ? state.next(to.get())
                                : state.next(to.get()).reviewed(asked)));
    }

    private static Verdict<ArtifactState> supersede(
            String artifactId, ArtifactState state, ArtifactChange change, Predicate<String> isKnown) {
        String by = change.by();
        if (by == null || by.equals(artifactId)) {
            return malformed(state, "by must name the other artifact of this run that takes its place");
        }
        if (!isKnown.test(by)) {
            return malformed(state, "there is no artifact " + by + " in this run; register the successor first");
        }
        return move(state, ArtifactStatus.SUPERSEDED)
                .<Verdict<ArtifactState>>map(ArtifactRules::refused)
                .orElseGet(() -> new Verdict.Granted<>(
                        state.next(ArtifactStatus.SUPERSEDED).supersededBy(by)));
    }

    private static Verdict<ArtifactState> attach(ArtifactState state, ArtifactChange change, Asked asked) {
        if ((change.taskId() == null) == (change.bundleId() == null)) {
            return malformed(state, "name either task_id or bundle_id");
        }
        if (change.runId() != null && !change.runId().equals(asked.runId())) {
            return refused(Refusal.because(
                    Reason.FOREIGN_RUN,
                    "the artifact belongs to run " + asked.runId() + " and cannot be attached in run " + change.runId()
                            + "; register a record of it there, with derived_from",
                    state.revision()));
        }
        return isOver(state)
                ? refused(over(state, "attached"))
                : new Verdict.Granted<>(state.next(state.status()).attached(change.taskId(), change.bundleId()));
    }

    private static Verdict<ArtifactState> update(ArtifactState state, ArtifactChange change) {
        if (change.title() == null && change.summary() == null && change.tags() == null && change.metadata() == null) {
            return malformed(state, "nothing is to be changed; give title, summary, tags or metadata");
        }
        return isOver(state)
                ? refused(over(state, "changed"))
                : new Verdict.Granted<>(state.next(state.status()).updated(change));
    }

    private static boolean isOver(ArtifactState state) {
        return state.status() == ArtifactStatus.ARCHIVED || state.status() == ArtifactStatus.SUPERSEDED;
    }

    private static Refusal over(ArtifactState state, String done) {
        return Refusal.because(
                Reason.ILLEGAL_MOVE,
                "the artifact is " + state.status().word() + " and cannot be " + done + " any more",
                state.revision());
    }

    private static Optional<Refusal> move(ArtifactState state, ArtifactStatus to) {
        if (state.status().moves().contains(to)) {
            return Optional.empty();
        }
        String allowed =
                state.status().moves().stream().map(ArtifactStatus::word).collect(Collectors.joining(", "));
        return Optional.of(Refusal.move(
                state,
                to.word(),
                "the artifact is " + state.status().word() + " and cannot become " + to.word()
                        + "; from here it can become " + (allowed.isEmpty() ? "nothing else" : allowed)));
    }

    private static Verdict<ArtifactState> malformed(ArtifactState state, String detail) {
        return refused(Refusal.because(Reason.MALFORMED, detail, state.revision()));
    }

    private static Verdict<ArtifactState> refused(Refusal refusal) {
        return new Verdict.Refused<>(refusal);
    }
}
