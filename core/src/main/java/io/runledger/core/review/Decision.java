package io.runledger.core.review;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.Blake3;
import org.jspecify.annotations.Nullable;

/**
 * What the guard says of a request, as the payload of the event that says so has it. One request has one decision, for
 * the decision's id follows from the request's. It holds the whole resulting state, so that the decision with the highest
 * revision tells all.
 *
 * @param requestId the {@code event_id} of the request, in the same run; also the event's {@code causation_id}
 * @param comment what the one who asked had to say
 * @param from the artifact's status before, if it was about one
 * @param state the whole resulting state: an {@link ArtifactState} or a {@link TaskState}; null if it was refused
 * @param refusal why it was refused; null if it was granted
 */
public record Decision(
        String requestId,
        RequestType requestType,
        @Nullable String comment,
        @Nullable String from,
        @Nullable JsonNode state,
        @Nullable Refusal refusal) {
    /** The event type of every refusal. */
    public static final String REFUSED = "request.refused";

    private static final String ID_PREFIX = "decision:";
    private static final String SEAL = "seal";
    private static final String RECORDED_BY = "recorded_by";
    private static final String PRODUCER = "runledger-guard";
    private static final Set<String> TYPES =
            RequestType.all().stream().map(RequestType::grantedType).collect(Collectors.toSet());

    /** Whether only the guard writes events of this type. */
    public static boolean isType(String eventType) {
        return eventType.equals(REFUSED) || TYPES.contains(eventType);
    }

    /** Whether an event is a decision, or passes for one: by its type, or by an id that only decisions have. */
    public static boolean isClaimed(Event event) {
        return isType(event.getEventType()) || event.getEventId().startsWith(ID_PREFIX);
    }

    /** The id of the event that decides a request. */
    public static String id(RecordKey request) {
        return ID_PREFIX + HexFormat.of().formatHex(Blake3.hash(request.bytes()));
    }

    /**
     * The event that says it: the same one whenever the same request is decided again.
     *
     * @param at when the log took the request
     */
    public Event event(Event request, Instant at, Seal seal) {
        ObjectNode payload = ReviewJson.tree(this);
        if (request.getRecordedBy() != null) {
            payload.put(RECORDED_BY, request.getRecordedBy());
        }
        Event.Builder decision = Event.newBuilder()
                .setEventId(id(RecordKey.of(request)))
                .setEventType(refusal == null ? requestType.grantedType() : REFUSED)
                .setRunId(request.getRunId())
                .setTaskId(request.getTaskId())
                .setProducer(PRODUCER)
                .setActor(request.getActor())
                .setSubjectKind(request.getSubjectKind())
                .setSubjectId(request.getSubjectId())
                .setOccurredAt(at)
                .setPayload("")
                .setPayloadDigest(PayloadDigest.of(""))
                .setCorrelationId(request.getCorrelationId())
                .setCausationId(request.getEventId());
        String sealed = canonical(payload.put(SEAL, seal.of(decision.build(), canonical(payload))));
        return decision.setPayload(sealed)
                .setPayloadDigest(PayloadDigest.of(sealed))
                .build();
    }

    /** Who is known to have asked for what an event decides; empty if nobody is. */
    public static Optional<String> recordedBy(Event decision) {
        return payload(decision)
                .map(payload -> payload.path(RECORDED_BY))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    /** Reads the decision that an event is; empty if it is none that the guard made. */
    public static Optional<Decision> read(Event event, Seal seal) {
        return payload(event).flatMap(payload -> {
            String sealed = payload.remove(SEAL).asText();
            return seal.matches(event, canonical(payload), sealed) ? value(payload) : Optional.empty();
        });
    }

    /**
     * Reads a decision of another ledger's guard, whose seal only that ledger can check: who vouches for it here must be
     * known otherwise. Empty if it is none that a guard makes.
     */
    public static Optional<Decision> readCarried(Event event) {
        return payload(event).flatMap(Decision::value).filter(decision -> new CarriedDecision(event, decision)
                .isSound());
    }

    /** Reads a decision that somebody else has vouched for, whatever its seal is; empty if it is none. */
    public static Optional<Decision> readVouched(Event event) {
        return payload(event).flatMap(payload -> {
            payload.remove(SEAL);
            return value(payload);
        });
    }

    /** The payload of an event that may be a decision, by its type and id; with its seal. */
    private static Optional<ObjectNode> payload(Event event) {
        String request = event.getCausationId();
        if (!isType(event.getEventType())
                || request == null
                || !event.getEventId().equals(id(new RecordKey(RecordKey.Kind.EVENT, event.getRunId(), request)))) {
            return Optional.empty();
        }
        try {
            return ReviewJson.read(event.getPayload()) instanceof ObjectNode payload
                            && payload.path(SEAL).isTextual()
                    ? Optional.of(payload)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Decision> value(ObjectNode payload) {
        try {
            return Optional.ofNullable(ReviewJson.value(payload, Decision.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The artifact's state that results; only of a grant about an artifact. */
    public ArtifactState artifact() {
        return state(ArtifactState.class);
    }

    /** The task's state that results; only of a grant about a task. */
    public TaskState task() {
        return state(TaskState.class);
    }

    private <S> S state(Class<S> type) {
        if (state == null) {
            throw new IllegalStateException("a refusal has no state");
        }
        try {
            return ReviewJson.value(state, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a sealed decision whose state cannot be read", e);
        }
    }

    private static String canonical(JsonNode payload) {
        try (JsonParser parser = payload.traverse()) {
            parser.nextToken();
            return CanonicalJson.read(parser, new ArrayList<>());
        } catch (IOException e) {
            throw new UncheckedIOException("JSON from memory", e);
        }
    }
}
