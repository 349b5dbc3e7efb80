package io.runledger.streams.views;

import io.runledger.schemas.log.LedgerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where the log ends, per partition: the offset that the next record will get. Thread-safe. */
final class LogEnds implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Admin admin;
    private final String topic;
    private final int partitions;

    LogEnds(LedgerConfig ledger) {
        this.admin = Admin.create(ledger.client());
        this.topic = ledger.topic().name();
        this.partitions = ledger.topic().partitions();
    }

    /**
     * Asks the broker.
     *
     * @throws LogUnavailableException if it does not answer in time
     */
    Map<Integer, Long> now() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            Map<Integer, Long> ends = new HashMap<>();
            admin.listOffsets(latest)
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new LogUnavailableException("Kafka does not say where the log ends: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted while asking Kafka where the log ends");
        }
    }

    @Override
    public void close() {
        admin.close(TIMEOUT);
    }
}
