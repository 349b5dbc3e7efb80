package io.runledger.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Events as pipelines and agents write them, always the same for a seed, each with an id of its own. Many runs are under way at
 * once, some hundred events in each; two thirds of the events are about a task. For one thread.
 */
final class Events {
    static final int AT_ONCE = 48;
    static final int EVENTS_OF_RUN = 400;
    static final int TASKS_OF_RUN = 16;

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long next;

    Events(long seed) {
        this.seed = seed;
    }

    /** The next of the runs that are under way at once. */
    MadeEvent next() {
        long wave = next / (AT_ONCE * EVENTS_OF_RUN);
        return make(run(wave * AT_ONCE + next % AT_ONCE));
    }

    List<MadeEvent> next(int count) {
        List<MadeEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next, all of one run. */
    List<MadeEvent> next(int count, String runId) {
        List<MadeEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(make(runId));
        }
        return events;
    }

    /** A run's id by its number. */
    String run(long number) {
        return id(new SplittableRandom(seed ^ ~(number * GOLDEN)));
    }

    static String task(int number) {
        return "model.shop.orders_" + number;
    }

    private MadeEvent make(String runId) {
        SplittableRandom random = new SplittableRandom(seed ^ (next * GOLDEN));
        Instant occurredAt = START.plus(next * 731, ChronoUnit.MICROS);
        next++;
        Shape shape = Shape.ALL.get(random.nextInt(Shape.ALL.size()));
        Optional<String> task =
                shape.ofTask() ? Optional.of(task(random.nextInt(TASKS_OF_RUN))) : Optional.<String>empty();
        String about = task.orElse("run");
        return new MadeEvent(
                id(random),
                shape.eventType(),
                runId,
                task,
                shape.producer(),
                occurredAt,
                shape.payload(random, about, occurredAt));
    }

    private static String id(SplittableRandom random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }
}
