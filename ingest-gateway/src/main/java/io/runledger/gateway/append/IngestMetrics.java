package io.runledger.gateway.append;

import io.javalin.http.Handler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What comes in: records by how they ended at the door, appends to the log and how long they took, batches under way.
 * Outcomes are named as problem types are, of which there are few. Thread-safe.
 */
public final class IngestMetrics {
    private static final String RECORDS = "runledger.ingest.records";
    private static final String APPENDS = "runledger.ingest.append.duration";
    private static final String BYTES = "runledger.ingest.append";
    private static final String BATCHES = "runledger.ingest.batches";
    private static final String FAULT = "internal";

    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Map<RecordKey.Kind, Appends> appends = new EnumMap<>(RecordKey.Kind.class);
    private final Map<Ended, Counter> ended = new ConcurrentHashMap<>();

    public IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (RecordKey.Kind kind : RecordKey.Kind.values()) {
            appends.put(
                    kind,
                    new Appends(
                            appendTimer(kind, "written"),
                            appendTimer(kind, "failed"),
                            Counter.builder(BYTES)
                                    .description("Bytes of keys and values that the log has confirmed, uncompressed")
                                    .baseUnit("bytes")
                                    .tag("kind", kind.word())
                                    .register(registry)));
            ended.put(new Ended(kind, "accepted"), counter(new Ended(kind, "accepted")));
        }
    }

    private record Appends(Timer written, Timer failed, Counter bytes) {}

    private record Ended(RecordKey.Kind kind, String outcome) {}

    private Timer appendTimer(RecordKey.Kind kind, String outcome) {
        return Timer.builder(APPENDS)
                .description(
                        "Appends to the log, from sending a record until all in-sync replicas have it or it has failed")
                .tag("kind", kind.word())
                .tag("outcome", outcome)
                .serviceLevelObjectives(OBJECTIVES)
                .register(registry);
    }

    private Counter counter(Ended how) {
        return Counter.builder(RECORDS)
                .description("Records that came to the door, by how they ended there")
                .tag("kind", how.kind.word())
                .tag("outcome", how.outcome)
                .register(registry);
    }

    /** The log has confirmed a record. */
    void written(RecordKey.Kind kind, Duration took, int bytes) {
        Appends of = of(kind);
        of.written.record(took);
        of.bytes.increment(Math.max(0, bytes));
    }

    /** The log has not confirmed a record. */
    void failed(RecordKey.Kind kind, Duration took) {
        of(kind).failed.record(took);
    }

    private Appends of(RecordKey.Kind kind) {
        Appends of = appends.get(kind);
        if (of == null) {
            throw new IllegalStateException("no kind " + kind);
        }
        return of;
    }

    /** Before it was sent. */
    public void refused(RecordKey.Kind kind, ProblemException why) {
        count(kind, why.kind());
    }

    private void count(RecordKey.Kind kind, String outcome) {
        ended.computeIfAbsent(new Ended(kind, outcome), this::counter).increment();
    }

    /** The same outcome, counted when it is known. */
    CompletableFuture<Appended> counted(RecordKey.Kind kind, CompletableFuture<Appended> outcome) {
        return outcome.whenComplete((appended, failure) -> count(kind, word(appended, failure)));
    }

    private static String word(@Nullable Appended appended, @Nullable Throwable failure) {
        if (appended != null) {
            return appended.isDuplicate() ? "duplicate" : "accepted";
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProblemException problem ? problem.kind() : FAULT;
    }

    /** The same handler of requests with one record, which counts the one that it refuses before it is sent. */
    public Handler counting(RecordKey.Kind kind, Handler handler) {
        return ctx -> {
            try {
                handler.handle(ctx);
            } catch (ProblemException e) {
                refused(kind, e);
                throw e;
            }
        };
    }

    /** Tells how many batches are under way. */
    public void batches(Semaphore places, int most) {
        Gauge.builder(BATCHES, places, free -> most - free.availablePermits())
                .description("Batches under way")
                .strongReference(true)
                .register(registry);
    }
}
