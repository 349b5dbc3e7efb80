package io.runledger.streams.views.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskState;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Event;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The state that one decision gave to an artifact or a task. The one with the highest revision is current; should two
 * decisions ever have the same revision, the one with the greater id is, so that it does not matter which came first.
 *
 * @param decisionId the event that gave it, in the same run
 * @param decidedAt when the log took the request, in milliseconds since 1970
 * @param json an {@link ArtifactState} or a {@link TaskState}
 */
public record GivenState(Subject subject, long revision, String decisionId, long decidedAt, String json) {
    public static final Comparator<GivenState> ORDER =
            Comparator.comparingLong(GivenState::revision).thenComparing(GivenState::decisionId);

    /** What an event of the views gives; empty unless it is a grant. Decisions were found to be the guard's before. */
    static Optional<GivenState> of(Event event) {
        String subject = event.getSubjectId();
        if (subject == null || !Decision.isType(event.getEventType())) {
            return Optional.empty();
        }
        Decision decision = read(event.getPayload(), Decision.class);
        if (decision.state() == null) {
            return Optional.empty();
        }
        RequestType.Subject kind = decision.requestType().subject();
        return Optional.of(new GivenState(
                new Subject(kind, event.getRunId(), subject),
                kind == RequestType.Subject.ARTIFACT
                        ? decision.artifact().revision()
                        : decision.task().revision(),
                event.getEventId(),
                event.getOccurredAt().toEpochMilli(),
                decision.state().toString()));
    }

    static GivenState of(Subject subject, byte[] row, byte[] value) {
        int at = Layout.states(subject).bytes().length;
        return new GivenState(
                subject,
                KeyReader.number(row, at),
                KeyReader.text(row, at + Long.BYTES),
                KeyReader.number(value, 0),
                new String(Arrays.copyOfRange(value, Long.BYTES, value.length), StandardCharsets.UTF_8));
    }

    /** Its key in the family of states. */
    public byte[] row() {
        return Layout.states(subject).put(revision).put(decisionId).bytes();
    }

    public byte[] value() {
        return new KeyBuilder()
                .put(decidedAt)
                .put(json.getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    /** Of an artifact only. */
    public ArtifactState artifact() {
        return read(json, ArtifactState.class);
    }

    /** Of a task only. */
    public TaskState task() {
        return read(json, TaskState.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return ReviewJson.read(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a decision that was applied cannot be read again", e);
        }
    }
}
