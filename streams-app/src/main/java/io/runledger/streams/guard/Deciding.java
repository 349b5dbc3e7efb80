package io.runledger.streams.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.core.review.ArtifactChange;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.ArtifactRules;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.Asked;
import io.runledger.core.review.Decision;
import io.runledger.core.review.FourEyes;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskChange;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.review.TaskRules;
import io.runledger.core.review.TaskState;
import io.runledger.core.review.Verdict;
import io.runledger.core.storage.Breach;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides a request by what is known. Whatever a request holds, there is a decision, and the views can read it. */
final class Deciding {
    /** In a decision's payload; at three bytes each it still fits into a record. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private final GuardState state;
    private final Seal seal;
    private final StoragePolicy storage;
    private final boolean attestedOnly;
    private final boolean fourEyes;

    Deciding(GuardState state, Seal seal, GuardRules rules) {
        this.state = state;
        this.seal = seal;
        this.storage = rules.storage();
        this.attestedOnly = rules.attestedOnly();
        this.fourEyes = rules.fourEyes();
    }

    /** The event that decides; the same for the same request and the same state. */
    Event decide(RequestType type, Event request, long createdAt) {
        Instant at = Instant.ofEpochMilli(createdAt);
        return granting(type, request, at).orElseGet(() -> refused(
                        type, request, "the request holds what a ledger cannot keep: make it smaller, and plain")
                .event(request, at, seal));
    }

    /** Empty if what comes out could not be read again: too large, or no JSON that has a canonical form. */
    private Optional<Event> granting(RequestType type, Event request, Instant at) {
        Event event = decision(type, request, at).event(request, at, seal);
        boolean keeps = event.getPayload().length() <= MOST_CHARACTERS
                && Contract.EVENT.problems(event).isEmpty()
                && Decision.read(event, seal).isPresent();
        return keeps ? Optional.of(event) : Optional.empty();
    }

    private Decision decision(RequestType type, Event request, Instant at) {
        if (attestedOnly && request.getRecordedBy() == null) {
            return refused(
                    type,
                    request,
                    null,
                    Refusal.Reason.UNATTESTED,
                    "nobody is known to have asked: with access control on, send requests to a gateway, with a key");
        }
        String subject = request.getSubjectId();
        if (subject == null || !type.subject().word().equals(request.getSubjectKind())) {
            return refused(
                    type, request, "subject_kind must be \"" + type.subject().word() + "\" and subject_id its id");
        }
        Asked asked = new Asked(request.getRunId(), request.getActor(), request.getRecordedBy(), Timestamps.text(at));
        try {
            return type instanceof ArtifactRequest aboutArtifact
                    ? artifact(aboutArtifact, request, subject, asked)
                    : task((TaskRequest) type, request, subject, asked);
        } catch (JsonProcessingException e) {
            return refused(type, request, "the payload is not what this request takes");
        }
    }

    private Decision artifact(ArtifactRequest type, Event request, String artifact, Asked asked)
            throws JsonProcessingException {
        ArtifactChange change = ReviewJson.read(request.getPayload(), ArtifactChange.class);
        if (change == null || holdsNull(change.tags())) {
            return refused(type, request, "the payload must be an object, and no tag null");
        }
        String run = request.getRunId();
        if (state.isErased(new RecordKey(RecordKey.Kind.ARTIFACT, run, artifact))) {
            return refused(type, request, change.comment(), Refusal.Reason.ERASED, "the artifact was erased for good");
        }
        ArtifactState current = state.artifact(run, artifact);
        Verdict<ArtifactState> verdict = otherPerson(
                current,
                asked,
                ArtifactRules.decide(
                        type, artifact, current, change, asked, other -> state.artifact(run, other) != null));
        String from = current == null ? null : current.status().word();
        return decision(type, request, change.comment(), from, kept(verdict, unfit(type, request, artifact, verdict)));
    }

    /** What keeps an artifact from being used as it would be now. Whoever finds it unfit can still reject or archive it. */
    private List<Breach> unfit(ArtifactRequest type, Event request, String artifact, Verdict<ArtifactState> verdict) {
        boolean isUsed = type == ArtifactRequest.ATTACH
                || (type == ArtifactRequest.REVIEW && approves(verdict).isPresent());
        return isUsed ? state.breaches(storage, request.getRunId(), artifact) : storage.breaches(request);
    }

    /** A verdict, unless it approves what another person would have to. */
    private Verdict<ArtifactState> otherPerson(
            @Nullable ArtifactState current, Asked asked, Verdict<ArtifactState> verdict) {
        if (!fourEyes
                || current == null
                || approves(verdict)
                        .filter(to -> current.status() != ArtifactStatus.APPROVED)
                        .isEmpty()) {
            return verdict;
        }
        return FourEyes.approval(current, asked)
                .<Verdict<ArtifactState>>map(why -> new Verdict.Refused<>(Refusal.because(
                        Refusal.Reason.FOUR_EYES,
                        "an artifact is approved by another person than the one who registered it: " + why,
                        current.revision())))
                .orElse(verdict);
    }

    private static Optional<ArtifactState> approves(Verdict<ArtifactState> verdict) {
        return verdict instanceof Verdict.Granted<ArtifactState> granted
                        && granted.state().status() == ArtifactStatus.APPROVED
                ? Optional.of(granted.state())
                : Optional.empty();
    }

    /** A verdict, unless the storage policy forbids what it grants. */
    private static <S extends Record> Verdict<S> kept(Verdict<S> verdict, List<Breach> breaches) {
        return breaches.isEmpty() || verdict instanceof Verdict.Refused<S>
                ? verdict
                : new Verdict.Refused<>(
                        Refusal.because(Refusal.Reason.STORAGE_POLICY, StoragePolicy.sentence(breaches), null));
    }

    private Decision task(TaskRequest type, Event request, String task, Asked asked) throws JsonProcessingException {
        TaskChange change = ReviewJson.read(request.getPayload(), TaskChange.class);
        if (change == null || holdsNull(change.files())) {
            return refused(type, request, "the payload must be an object, and no file null");
        }
        String run = request.getRunId();
        TaskState current = state.task(run, task);
        Verdict<TaskState> verdict = TaskRules.decide(
                type,
                task,
                current,
                change,
                asked,
                state.evidence(run, task, current, change.files(), asked, fourEyes));
        return decision(type, request, change.comment(), null, kept(verdict, storage.breaches(request)));
    }

    private static Decision decision(
            RequestType type,
            Event request,
            @Nullable String comment,
            @Nullable String from,
            Verdict<? extends Record> verdict) {
        if (verdict instanceof Verdict.Refused<? extends Record> refused) {
            return new Decision(request.getEventId(), type, comment, from, null, refused.refusal());
        }
        Record granted = ((Verdict.Granted<? extends Record>) verdict).state();
        return new Decision(request.getEventId(), type, comment, from, ReviewJson.tree(granted), null);
    }

    private static Decision refused(RequestType type, Event request, String detail) {
        return refused(type, request, null, Refusal.Reason.MALFORMED, detail);
    }

    private static Decision refused(
            RequestType type, Event request, @Nullable String comment, Refusal.Reason reason, String detail) {
        return new Decision(request.getEventId(), type, comment, null, null, Refusal.because(reason, detail, null));
    }

    private static boolean holdsNull(@Nullable List<String> texts) {
        return texts != null && texts.stream().anyMatch(Objects::isNull);
    }
}
