package io.runledger.streams.health;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * The metrics of every Streams application. Kafka's own metrics, hundreds of each with client ids that change at every
 * start, stay in JMX: a scrape should hold what people look at.
 */
public final class StreamsMetrics {
    private StreamsMetrics() {}

    /** @param health asked at each scrape, for what runs under the name may be replaced */
    public static void register(String application, Supplier<StreamsHealth> health, MeterRegistry registry) {
        Gauge.builder("runledger.streams.running", health, now -> now.get().isRunning() ? 1 : 0)
                .description("1 if the application has its share of the partitions and works on them, else 0")
                .tag("application", application)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("runledger.streams.failed.threads", health, now -> now.get()
                        .failedThreads())
                .description("Threads that ended at an error and were replaced")
                .tag("application", application)
                .register(registry);
    }
}
