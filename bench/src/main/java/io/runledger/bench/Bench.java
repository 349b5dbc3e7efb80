package io.runledger.bench;

import java.io.PrintStream;
import java.time.Duration;

/**
 * How much is measured, and where it is told.
 *
 * @param events how many a full ledger has; turns, windows and rounds follow from it
 * @param seed of everything that is made up
 */
record Bench(int events, long seed, Report report, PrintStream progress) {
    /** Below this nothing is measured that means anything: it only shows that measuring works. */
    private static final int FEW = 5_000;

    private static final int NANOS_OF_EVENT = 10_000;

    /** Rounds that count; what comes before them warms up. */
    int rounds() {
        return events < FEW ? 1 : 5;
    }

    int warmUps() {
        return events < FEW ? 0 : 2;
    }

    /** How long a load is held that has no other end. */
    Duration window() {
        return Duration.ofNanos(Math.min(2_000_000_000L, (long) NANOS_OF_EVENT * events));
    }

    /** A part of the events, at least so many. */
    int part(int divisor, int atLeast) {
        return Math.max(atLeast, events / divisor);
    }

    Events eventsAnew() {
        return new Events(seed);
    }

    void say(String format, Object... arguments) {
        progress.printf("  " + format + "%n", arguments);
        progress.flush();
    }
}
