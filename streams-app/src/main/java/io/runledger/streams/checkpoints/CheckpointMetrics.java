package io.runledger.streams.checkpoints;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.runledger.streams.checkpoints.WriteResult.Outcome;
import io.runledger.streams.health.StreamsHealth;
import io.runledger.streams.health.StreamsMetrics;
import java.util.Locale;

/** Counts writes by their outcome, and measures how much is kept here. Thread-safe. */
final class CheckpointMetrics {
    private static final String UNAVAILABLE = "unavailable";
    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final Counter bytes;

    CheckpointMetrics(MeterRegistry registry, StreamsHealth health) {
        this.registry = registry;
        bytes = Counter.builder("runledger.checkpoints.written")
                .description("Bytes of the checkpoints that were written here")
                .baseUnit("bytes")
                .register(registry);
        StreamsMetrics.register("checkpoints", () -> health, registry);
        Gauge.builder("runledger.checkpoints.state", health, StreamsHealth::storeBytes)
                .description("Bytes on disk of the checkpoints that are kept here")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            writes(word(outcome)); // so that there is a 0 before the first
        }
        writes(UNAVAILABLE);
        writes(UNKNOWN);
    }

    void written(WriteResult result, int size) {
        writes(word(result.outcome())).increment();
        if (result.outcome() == Outcome.CREATED || result.outcome() == Outcome.REPLACED) {
            bytes.increment(size);
        }
    }

    void failed(CheckpointsUnavailableException failure) {
        writes(failure.possibleEtag().isPresent() ? UNKNOWN : UNAVAILABLE).increment();
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Counter writes(String outcome) {
        return Counter.builder("runledger.checkpoints.writes")
                .description("Writes of checkpoints by how they ended")
                .tag("outcome", outcome)
                .register(registry);
    }
}
