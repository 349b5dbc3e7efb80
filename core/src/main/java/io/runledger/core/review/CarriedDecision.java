package io.runledger.core.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was brought from another ledger. A seal of our own would say that everything in it is as a guard writes
 * it; so here all is looked at that views and guard rely on.
 */
record CarriedDecision(Event event, Decision decision) {
    private static final JsonFactory JSON = new JsonFactory();

    boolean isSound() {
        if (decision.requestType() == null
                || !Objects.equals(decision.requestId(), event.getCausationId())
                || (decision.state() == null) == (decision.refusal() == null)
                || !isCanonical(event.getPayload())) {
            return false;
        }
        return decision.state() == null ? isRefusal() : isGrant();
    }

    /** As guards write it; so it holds nothing that cannot be written again. */
    private static boolean isCanonical(String payload) {
        List<Problem> problems = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(payload)) {
            parser.nextToken();
            return CanonicalJson.read(parser, problems).equals(payload) && problems.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isRefusal() {
        Refusal refusal = Objects.requireNonNull(decision.refusal());
        return event.getEventType().equals(Decision.REFUSED) && refusal.reason() != null && refusal.detail() != null;
    }

    private boolean isGrant() {
        RequestType type = decision.requestType();
        if (!event.getEventType().equals(type.grantedType())
                || !type.subject().word().equals(event.getSubjectKind())
                || event.getSubjectId() == null) {
            return false;
        }
        try {
            return switch (type.subject()) {
                case ARTIFACT ->
                    isSound(ReviewJson.value(Objects.requireNonNull(decision.state()), ArtifactState.class));
                case TASK -> isSound(ReviewJson.value(Objects.requireNonNull(decision.state()), TaskState.class));
            };
        } catch (JsonProcessingException | DateTimeException e) {
            return false;
        }
    }

    private static boolean isSound(ArtifactState state) {
        requireTime(state.reviewedAt());
        return state.status() != null
                && state.revision() > 1
                && (state.metadata() == null || state.metadata().isObject())
                && (state.tags() == null || state.tags().stream().noneMatch(Objects::isNull))
                && keepsContract(Artifact.newBuilder(shown(state.reviewedBy()))
                        .setTitle(state.title() == null ? "title" : state.title())
                        .setSummary(state.summary())
                        .setTaskId(state.taskId())
                        .setBundleId(state.bundleId())
                        .setTags(state.tags() == null ? List.of() : state.tags())
                        .setMetadata(
                                state.metadata() == null
                                        ? null
                                        : state.metadata().toString())
                        .setSupersedes(state.supersededBy())
                        .build());
    }

    private static boolean isSound(TaskState state) {
        requireTime(state.completedAt());
        return state.proofRequirement() != null
                && state.revision() > 0
                && keepsContract(Artifact.newBuilder(shown(state.completedBy()))
                        .setBundleId(state.bundleId())
                        .setTaskId(state.proofRequirement().taskId())
                        .setArtifactType(
                                state.proofRequirement().artifactType() == null
                                        ? "a"
                                        : state.proofRequirement().artifactType())
                        .build());
    }

    /** An artifact that keeps its contract if what a decision put into it does. */
    private static Artifact shown(@Nullable String by) {
        return Artifact.newBuilder()
                .setArtifactId("a")
                .setArtifactType("a")
                .setTitle("a")
                .setStorageProvider("unknown")
                .setLocation("a")
                .setDataClass("internal")
                .setRunId("a")
                .setSourceType("import")
                .setCreatedBy(by == null ? "a" : by)
                .build();
    }

    private static boolean keepsContract(Artifact artifact) {
        return Contract.ARTIFACT.problems(artifact).isEmpty();
    }

    private static void requireTime(@Nullable String time) {
        if (time != null) {
            Timestamps.parse(time);
        }
    }
}
