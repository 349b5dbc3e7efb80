package io.runledger.streams.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.RequestType;
import io.runledger.streams.health.StreamsHealth;
import io.runledger.streams.health.StreamsMetrics;
import java.util.Map;
import java.util.function.Supplier;

/** What the guard decides, and how far behind the log it is. Thread-safe. */
final class GuardMetrics {
    private static final String DECISIONS = "runledger.guard.decisions";
    private static final String NO_REASON = "none";

    private final MeterRegistry registry;
    private final MultiGauge lag;

    GuardMetrics(MeterRegistry registry) {
        this.registry = registry;
        lag = MultiGauge.builder("runledger.guard.lag")
                .description("Records that the guard has yet to read, of the partitions that it has here")
                .baseUnit("records")
                .register(registry);
        for (RequestType type : RequestType.all()) {
            granted(type); // so that there is a 0 before the first
        }
    }

    void streams(Supplier<StreamsHealth> health) {
        StreamsMetrics.register("guard", health, registry);
        Gauge.builder("runledger.guard.state", health, now -> now.get().storeBytes())
                .description("Bytes on disk of what the guard knows")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** Counts a decision, the first time that it is made here. */
    void decided(Decision decision) {
        Refusal refusal = decision.refusal();
        (refusal == null
                        ? granted(decision.requestType())
                        : counter(
                                decision.requestType(),
                                "refused",
                                refusal.reason().word()))
                .increment();
    }

    private Counter granted(RequestType type) {
        return counter(type, "granted", NO_REASON);
    }

    private Counter counter(RequestType type, String verdict, String reason) {
        return Counter.builder(DECISIONS)
                .description("Requests that were decided, by what was asked for and what came of it")
                .tag("request", type.eventType())
                .tag("verdict", verdict)
                .tag("reason", reason)
                .register(registry);
    }

    /** How far behind each partition is now. */
    void lag(Map<Integer, Long> behind) {
        lag.register(
                behind.entrySet().stream()
                        .map(each ->
                                MultiGauge.Row.of(Tags.of("partition", String.valueOf(each.getKey())), each.getValue()))
                        .toList(),
                true);
    }
}
