package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record that is to be appended to its run's partition: a stray, or one that stands there already, but before others of
 * its producer that happened earlier.
 *
 * @param partition where it stands
 * @param place its offset there and the broker's time
 * @param occurredAt microseconds since 1970 by the producer's clock; the broker's time of an artifact, which says none
 */
record Moving(int partition, Place place, RecordKey key, String producer, long occurredAt) {
    /** What the records tell of the order they were sent in. */
    static final Comparator<Moving> ORDER = Comparator.<Moving, String>comparing(
                    moving -> moving.key().runId())
            .thenComparingLong(Moving::occurredAt)
            .thenComparingLong(moving -> moving.place().createdAt())
            .thenComparingInt(Moving::partition)
            .thenComparingLong(moving -> moving.place().sequence());

    /** Whose order is kept. */
    record Line(String run, String producer) {}

    static Moving of(int partition, Place place, SpecificRecord record) {
        RecordKey key = RecordKey.of(record);
        return record instanceof Event event
                ? new Moving(
                        partition,
                        place,
                        key,
                        event.getProducer(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, event.getOccurredAt()))
                : new Moving(partition, place, key, ((Artifact) record).getCreatedBy(), place.createdAt() * 1000);
    }

    Line line() {
        return new Line(key.runId(), producer);
    }

    /**
     * Those that may go, in order. Of each line they are the settled ones, whose forerunners have all been seen, and what
     * sorts before a settled one: that was sent before it.
     */
    static List<Moving> ready(List<Moving> seen, Predicate<Moving> settled) {
        Map<Line, Moving> last = new HashMap<>();
        seen.stream()
                .filter(settled)
                .forEach(moving -> last.merge(moving.line(), moving, (a, b) -> ORDER.compare(a, b) < 0 ? b : a));
        List<Moving> ready = new ArrayList<>();
        for (Moving moving : seen) {
            Moving until = last.get(moving.line());
            if (until != null && ORDER.compare(moving, until) <= 0) {
                ready.add(moving);
            }
        }
        ready.sort(ORDER);
        return ready;
    }
}
