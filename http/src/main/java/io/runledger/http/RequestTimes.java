package io.runledger.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.RequestLogger;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many requests there were and how long they took, by method, route and status. The route is the path as it was
 * registered; whatever fits none has one name for all, so that no client can make new series.
 */
final class RequestTimes implements RequestLogger {
    private static final String NAME = "runledger.http.request.duration";
    private static final String UNMATCHED = "unmatched";
    private static final String OTHER = "OTHER";
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private static final Set<String> METHODS =
            HandlerType.commonHttp().stream().map(HandlerType::name).collect(Collectors.toUnmodifiableSet());

    /** Few, for there is a series of each for every route, method and status. */
    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Series(String method, String route, int status) {}

    @Override
    public void handle(Context ctx, Float millis) {
        @Nullable Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        String method = ctx.method().name();
        Series series = new Series(
                METHODS.contains(method) ? method : OTHER,
                endpoint == null ? UNMATCHED : endpoint.path,
                ctx.statusCode());
        timers.computeIfAbsent(series, this::timer)
                .record((long) (millis * NANOS_PER_MILLISECOND), TimeUnit.NANOSECONDS);
    }

    private Timer timer(Series series) {
        return Timer.builder(NAME)
                .description("Requests answered by their route, and how long they took until the answer was complete")
                .tag("method", series.method)
                .tag("route", series.route)
                .tag("status", String.valueOf(series.status))
                .serviceLevelObjectives(OBJECTIVES)
                .register(registry);
    }
}
