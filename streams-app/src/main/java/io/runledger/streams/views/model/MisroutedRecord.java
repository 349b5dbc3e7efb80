package io.runledger.streams.views.model;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.Place;
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
 * A record that is to be appended to its run's partition: a stray, or one that is there already, but before records of
 * the same producer that happened earlier.
 *
 * @param partition where it is
 * @param place its offset there and the broker's time
 * @param occurredAt microseconds since 1970 by the producer's clock; the broker's time of an artifact, which has none
 *     of its own
 */
public record MisroutedRecord(int partition, Place place, RecordKey key, String producer, long occurredAt) {
    /** The order they were sent in, as far as the records tell. */
    public static final Comparator<MisroutedRecord> ORDER = Comparator.<MisroutedRecord, String>comparing(
                    moving -> moving.key().runId())
            .thenComparingLong(MisroutedRecord::occurredAt)
            .thenComparingLong(moving -> moving.place().createdAt())
            .thenComparingInt(MisroutedRecord::partition)
            .thenComparingLong(moving -> moving.place().sequence());

    /** The records whose order is kept: those of one producer in one run. */
    public record Line(String run, String producer) {}

    public static MisroutedRecord of(int partition, Place place, SpecificRecord record) {
        RecordKey key = RecordKey.of(record);
        return record instanceof Event event
                ? new MisroutedRecord(
                        partition,
                        place,
                        key,
                        event.getProducer(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, event.getOccurredAt()))
                : new MisroutedRecord(
                        partition, place, key, ((Artifact) record).getCreatedBy(), place.createdAt() * 1000);
    }

    public Line line() {
        return new Line(key.runId(), producer);
    }

    /**
     * Those that may be moved, in order. Of each line these are the settled ones, before which nothing can be missing,
     * and those that sort before a settled one, because they were sent before it.
     */
    public static List<MisroutedRecord> ready(List<MisroutedRecord> seen, Predicate<MisroutedRecord> settled) {
        Map<Line, MisroutedRecord> last = new HashMap<>();
        seen.stream()
                .filter(settled)
                .forEach(moving -> last.merge(moving.line(), moving, (a, b) -> ORDER.compare(a, b) < 0 ? b : a));
        List<MisroutedRecord> ready = new ArrayList<>();
        for (MisroutedRecord moving : seen) {
            MisroutedRecord until = last.get(moving.line());
            if (until != null && ORDER.compare(moving, until) <= 0) {
                ready.add(moving);
            }
        }
        ready.sort(ORDER);
        return ready;
    }
}
