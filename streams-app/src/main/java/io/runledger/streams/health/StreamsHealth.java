package io.runledger.streams.health;

import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The health of a Streams application of this process, as Kafka Streams itself reports and measures it. Thread-safe.
 */
public final class StreamsHealth {
    private static final String FAILED_THREADS = "failed-stream-threads";
    private static final String STORE_BYTES = "total-sst-files-size";

    private final String name;
    private final KafkaStreams streams;

    /** @param name what it does, such as {@code views} */
    public StreamsHealth(String name, KafkaStreams streams) {
        this.name = name;
        this.streams = streams;
    }

    /** Why it will never work again in this process; empty if it can. One that was closed did not fail. */
    public Optional<String> failure() {
        State state = streams.state();
        return state == State.ERROR || state == State.PENDING_ERROR
                ? Optional.of("Kafka Streams has given up, application=" + name + " state=" + state)
                : Optional.empty();
    }

    /** Whether it has its share of the partitions, restored, and works on them. */
    public boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    /** Threads that ended at an error since the start; others took their places. */
    double failedThreads() {
        return sum(FAILED_THREADS);
    }

    /** Bytes on disk of the stores that Streams itself keeps in RocksDB. */
    public double storeBytes() {
        return sum(STORE_BYTES);
    }

    private double sum(String metric) {
        return streams.metrics().entrySet().stream()
                .filter(each -> each.getKey().name().equals(metric))
                .map(each -> each.getValue().metricValue())
                .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : 0)
                .sum();
    }
}
