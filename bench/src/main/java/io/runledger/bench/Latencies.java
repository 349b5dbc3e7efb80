package io.runledger.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;

/** How long each of many calls took. One thread at a time. */
final class Latencies {
    private static final int DIGITS = 3;
    private static final double NANOS_OF_MILLISECOND = 1e6;

    private final String name;
    private final Histogram nanos = new Histogram(DIGITS);

    Latencies(String name) {
        this.name = name;
    }

    /** Calls, and counts the call if it returns. */
    <T> T time(Callable<T> call) throws Exception {
        long began = System.nanoTime();
        T result = call.call();
        record(System.nanoTime() - began);
        return result;
    }

    void record(long took) {
        nanos.recordValue(took);
    }

    /** Milliseconds within which so many of a hundred calls were done. */
    double percentile(double percent) {
        return nanos.getValueAtPercentile(percent) / NANOS_OF_MILLISECOND;
    }

    static String heading() {
        return String.format(Locale.ROOT, "%-34s %9s %9s %9s %9s", "milliseconds", "p50", "p90", "p99", "max");
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%-34s %9.2f %9.2f %9.2f %9.2f",
                name,
                percentile(50),
                percentile(90),
                percentile(99),
                percentile(100));
    }

    /** How many times as long as its limit it took. */
    String ratioRow(Latencies limit) {
        return String.format(
                Locale.ROOT,
                "%-34s %9.1f %9.1f %9.1f %9.1f",
                "times the limit",
                percentile(50) / limit.percentile(50),
                percentile(90) / limit.percentile(90),
                percentile(99) / limit.percentile(99),
                percentile(100) / limit.percentile(100));
    }
}
