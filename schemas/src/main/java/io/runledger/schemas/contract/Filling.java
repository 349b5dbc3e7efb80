package io.runledger.schemas.contract;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Fills in what one record left out, and remembers what of it the producer did not say in any way. Not thread-safe. */
final class Filling {
    /** Where a value can come from; the names are those of {@code filled} in the Avro schemas. */
    enum Source {
        /** The time of arrival. */
        ARRIVAL,
        /** The storage provider, from the location. */
        LOCATION,
        /** Who sends it, from the headers of the request. */
        CALLER,
        /** The program that says so, from the headers of the request; nothing fills it in otherwise. */
        PRODUCER;

        static Source of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    private final Arrival arrival;
    private final List<String> filledIn = new ArrayList<>(3);

    Filling(Arrival arrival) {
        this.arrival = arrival;
    }

    /** A value for a field that the record has none for; null if there is none to be had. */
    @Nullable
    Object value(FieldRule rule, Source source, RecordRules rules, IndexedRecord record) {
        return switch (source) {
            case ARRIVAL -> noted(rule, arrival.at().truncatedTo(ChronoUnit.MICROS));
            case LOCATION -> {
                FieldRule location = rules.named("location");
                yield location != null && record.get(location.field().pos()) instanceof String text
                        ? noted(rule, arrival.providers().apply(text))
                        : null;
            }
            case CALLER -> {
                String caller = arrival.actor() != null ? arrival.actor() : arrival.producer();
                yield caller != null
                        ? caller
                        : noted(rule, arrival.principal() == null ? Arrival.UNKNOWN : arrival.principal());
            }
            case PRODUCER -> arrival.producer();
        };
    }

    private Object noted(FieldRule rule, Object value) {
        filledIn.add(rule.name());
        return value;
    }

    /** Names of the fields that were filled in, in the order of the contract; headers are the producer's own words. */
    List<String> filledIn() {
        return filledIn;
    }
}
