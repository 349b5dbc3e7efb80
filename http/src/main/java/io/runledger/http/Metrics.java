package io.runledger.http;

import com.sun.management.OperatingSystemMXBean;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What a process counts and measures, {@code GET /metrics}, which shows it in Prometheus' text format (0.0.4), and the times
 * of all requests of the server that it is registered with. Its labels never hold ids or paths. Thread-safe.
 */
public final class Metrics implements Consumer<JavalinConfig>, AutoCloseable {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double NANOS_A_SECOND = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final List<Runnable> looks = new CopyOnWriteArrayList<>();

    public Metrics() {
        // Under other names below: nanoseconds are no base unit, and _count is for histograms (Prometheus, "Metric
        // naming").
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("system.cpus", Runtime.getRuntime(), Runtime::availableProcessors)
                .description("Processors that the process may use")
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, each -> each.getProcessCpuTime() / NANOS_A_SECOND)
                    .baseUnit("seconds")
                    .description("Processor time that the process has used")
                    .register(registry);
        }
    }

    /** Where the parts of the process register what they count. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Runs before every scrape, for what is read all at once and not number by number. It must be quick. */
    public void beforeEachScrape(Runnable look) {
        looks.add(look);
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get("/metrics", this::scrape);
        RequestTimes times = new RequestTimes(registry);
        CredentialFailures.Counters failures = new CredentialFailures.Counters(registry);
        config.requestLogger.http((ctx, millis) -> {
            times.handle(ctx, millis);
            failures.count(ctx);
        });
    }

    private void scrape(Context ctx) {
        ctx.contentType(CONTENT_TYPE).result(scrape());
    }

    private synchronized String scrape() {
        looks.forEach(Runnable::run);
        return registry.scrape(CONTENT_TYPE);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
