package io.runledger.streams.views.log;

import io.runledger.streams.views.store.ViewsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts the thread of a Kafka Streams application after an error, from where it was: after a short pause at first,
 * and after twice the pause with each further error, until it has run for a while without one. Thread-safe.
 */
public final class Restarts implements StreamsUncaughtExceptionHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Restarts.class);
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final String what;
    private final Duration shortest;
    private final Duration longest;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Failure last;

    /** @param nanos as of {@link System#nanoTime}, when it was */
    private record Failure(String reason, Duration pause, long nanos) {
        boolean isWithin(Duration time) {
            return System.nanoTime() - nanos < time.toNanos();
        }
    }

    /** @param what stops and starts again, as the log names it */
    public Restarts(String what) {
        this(what, SHORTEST, LONGEST);
    }

    Restarts(String what, Duration shortest, Duration longest) {
        this.what = what;
        this.shortest = shortest;
        this.longest = longest;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable error) {
        Failure failure = new Failure(reason(error), pause(last), System.nanoTime());
        last = failure;
        log.error("{} stopped at an error and starts again from where it was in {}", what, failure.pause(), error);
        try {
            if (closed.await(failure.pause().toNanos(), TimeUnit.NANOSECONDS)) {
                log.debug("{} closes instead", what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private Duration pause(@Nullable Failure before) {
        if (before == null || !before.isWithin(longest.plus(before.pause()))) {
            return shortest;
        }
        Duration twice = before.pause().multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }

    /** Why it stopped, until it has run for as long as it paused for that. */
    public Optional<String> trouble() {
        Failure failure = last;
        return failure != null && failure.isWithin(failure.pause().multipliedBy(2))
                ? Optional.of(failure.reason())
                : Optional.empty();
    }

    /** How long it waited after the last error. */
    Duration lastPause() {
        Failure failure = last;
        return failure == null ? Duration.ZERO : failure.pause();
    }

    /** Runledger's own message if there is one, else the root of the error. */
    private static String reason(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && !(root instanceof ViewsException)) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** A thread that waits here to start again continues at once. */
    @Override
    public void close() {
        closed.countDown();
    }
}
