package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that was made up. By HTTP and written directly it is the same record, byte for byte.
 *
 * @param payload canonical JSON
 */
record MadeEvent(
        String eventId,
        String eventType,
        String runId,
        Optional<String> taskId,
        String producer,
        Instant occurredAt,
        String payload) {
    /** As {@code POST /events} takes it, in one line. Nothing in it has to be escaped. */
    byte[] json() {
        String task = taskId.map(id -> "\",\"task_id\":\"" + id).orElse("");
        String text = "{\"event_id\":\"" + eventId + "\",\"event_type\":\"" + eventType + "\",\"run_id\":\"" + runId
                + task + "\",\"producer\":\"" + producer + "\",\"occurred_at\":\"" + occurredAt + "\",\"payload\":"
                + payload + "}";
        return text.getBytes(UTF_8);
    }

    Event record() {
        return Event.newBuilder()
                .setEventId(eventId)
                .setEventType(eventType)
                .setRunId(runId)
                .setTaskId(taskId.orElse(null))
                .setProducer(producer)
                .setOccurredAt(occurredAt)
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }
}
