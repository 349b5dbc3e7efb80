package io.runledger.bench;

import java.util.List;
import java.util.Optional;

/** What one turn did. */
record Sample(long operations, double seconds, Optional<Latencies> latencies) {
    static Sample of(long operations, long nanos) {
        return new Sample(operations, nanos / 1e9, Optional.empty());
    }

    static Sample of(long operations, long nanos, Latencies latencies) {
        return new Sample(operations, nanos / 1e9, Optional.of(latencies));
    }

    /** One after the other; without latencies. */
    static Sample sum(List<Sample> samples) {
        return new Sample(
                samples.stream().mapToLong(Sample::operations).sum(),
                samples.stream().mapToDouble(Sample::seconds).sum(),
                Optional.empty());
    }

    double perSecond() {
        return operations / seconds;
    }

    /** Milliseconds. */
    double p50() {
        return latencies.orElseThrow().percentile(50);
    }

    /** Milliseconds. */
    double p99() {
        return latencies.orElseThrow().percentile(99);
    }
}
