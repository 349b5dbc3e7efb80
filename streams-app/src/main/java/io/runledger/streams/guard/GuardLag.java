package io.runledger.streams.guard;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.streams.views.log.LogEnds;
import io.runledger.streams.views.log.LogUnavailableException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/** How many records the guard has yet to read, by what its group has committed: at most one commit interval too many. */
final class GuardLag implements AutoCloseable {
    private final Supplier<KafkaStreams> streams;
    private final String topic;
    private final LogEnds ends;

    GuardLag(Supplier<KafkaStreams> streams, LedgerConfig ledger) {
        this.streams = streams;
        this.topic = ledger.topic().name();
        this.ends = new LogEnds(ledger);
    }

    /** By partition, of those that this process has; empty while that is in the making, or the broker does not say. */
    Map<Integer, Long> now() {
        try {
            Set<Integer> here = partitions();
            if (here.isEmpty()) {
                return Map.of();
            }
            LogEnds.Behind behind = ends.behind(GuardConfig.APPLICATION_ID);
            Map<Integer, Long> lag = new TreeMap<>();
            here.forEach(partition -> lag.put(partition, behind.of(partition)));
            return lag;
        } catch (IllegalStateException | LogUnavailableException e) {
            return Map.of();
        }
    }

    private Set<Integer> partitions() {
        return streams.get().metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(topic))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        ends.close();
    }
}
