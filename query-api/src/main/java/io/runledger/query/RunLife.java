package io.runledger.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.Dimension;
import io.runledger.streams.views.PartitionReader;
import io.runledger.streams.views.RecordQuery;
import io.runledger.streams.views.StoredRecord;
import io.runledger.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run's own events say of it: the first {@code run.started} and the last {@code run.finished}, by order of the log.
 * Times are those that the producers gave. What came straight by Kafka keeps no payload contract: what cannot be used is not
 * said.
 */
record RunLife(Optional<StoredRecord> started, Optional<StoredRecord> finished) {
    private static final String RUNNING = "running";
    private static final String UNKNOWN = "unknown";

    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");

    /** All that a run's status can be. */
    static final List<String> STATUSES =
            Stream.concat(Stream.of(RUNNING, UNKNOWN), ENDS.stream()).sorted().toList();

    static RunLife read(PartitionReader reader, String run) {
        RecordQuery events = RecordQuery.all(Kind.EVENT).run(Optional.of(run));
        return new RunLife(
                first(reader, events.where(Dimension.TYPE, Optional.of(BuiltInPayload.RUN_STARTED))),
                first(
                        reader,
                        events.where(Dimension.TYPE, Optional.of(BuiltInPayload.RUN_FINISHED))
                                .descending(true)));
    }

    private static Optional<StoredRecord> first(PartitionReader reader, RecordQuery query) {
        return reader.page(query, 1).stream().findFirst();
    }

    /** {@code running}, {@code succeeded}, {@code failed} or {@code cancelled}; {@code unknown} if nothing tells. */
    String status() {
        if (finished.isEmpty()) {
            return started.isPresent() ? RUNNING : UNKNOWN;
        }
        String said = ended().path("status").asText();
        return ENDS.contains(said) ? said : UNKNOWN;
    }

    Optional<Instant> startedAt() {
        return started.map(RunLife::occurredAt);
    }

    Optional<Instant> finishedAt() {
        return finished.map(RunLife::occurredAt);
    }

    /** From the start to the end; empty where the end is not behind the start, as by clocks that differ. */
    Optional<Duration> took() {
        return started.isEmpty() || finished.isEmpty()
                ? Optional.empty()
                : between(occurredAt(started.get()), occurredAt(finished.get()));
    }

    static Optional<Duration> between(Instant from, Instant to) {
        return to.isBefore(from) ? Optional.empty() : Optional.of(Duration.between(from, to));
    }

    /** The payload of its start; an empty object if there is none. */
    ObjectNode begun() {
        return payload(started);
    }

    /** The payload of its end; an empty object if there is none. */
    ObjectNode ended() {
        return payload(finished);
    }

    private static ObjectNode payload(Optional<StoredRecord> event) {
        return event.map(ShownRegistered::payload).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private static Instant occurredAt(StoredRecord stored) {
        return ((Event) stored.record()).getOccurredAt();
    }
}
