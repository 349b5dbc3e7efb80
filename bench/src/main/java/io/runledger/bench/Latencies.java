package io.runledger.bench;

import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;

/** How long each of many calls took. One thread at a time. */
final class Latencies {
    private static final int DIGITS = 3;
    private static final double NANOS_OF_MILLISECOND = 1e6;

    private final Histogram nanos = new Histogram(DIGITS);

    /** Calls, and counts the call if it returns. */
    <T> T time(Callable<T> call) throws Exception {
        long began = System.nanoTime();
        T result = call.call();
        record(System.nanoTime() - began);
        return result;
    }

    void record(long took) {
        nanos.recordValue(Math.max(0, took));
    }

    void add(Latencies others) {
        nanos.add(others.nanos);
    }

    long count() {
        return nanos.getTotalCount();
    }

    /** Milliseconds within which so many of a hundred calls were done. */
    double percentile(double percent) {
        return nanos.getValueAtPercentile(percent) / NANOS_OF_MILLISECOND;
    }
}
