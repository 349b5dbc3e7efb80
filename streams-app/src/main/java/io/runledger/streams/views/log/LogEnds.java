package io.runledger.streams.views.log;

import io.runledger.schemas.log.LedgerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Where the log ends, per partition: the offset that the next record will get; and how far a group lags behind.
 * Thread-safe.
 */
public final class LogEnds implements LogFacts, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Admin admin;
    private final String topic;
    private final int partitions;
    private volatile Map<Integer, Long> asked = Map.of();

    public LogEnds(LedgerConfig ledger) {
        this.admin = Admin.create(ledger.adminClient());
        this.topic = ledger.topic().name();
        this.partitions = ledger.topic().partitions();
    }

    /** Asks the broker. The future fails if it does not answer in time. */
    CompletableFuture<Map<Integer, Long>> ask() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return admin.listOffsets(latest, new ListOffsetsOptions().timeoutMs((int) TIMEOUT.toMillis()))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(LogEnds::byPartition);
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, ListOffsetsResultInfo> answer) {
        Map<Integer, Long> ends = new HashMap<>();
        answer.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    @Override
    public Uuid id() {
        try {
            return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                            .get(topic))
                    .topicId();
        } catch (ExecutionException | TimeoutException e) {
            throw new LogUnavailableException("Kafka does not say which topic " + topic + " is: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted while asking Kafka which topic " + topic + " is");
        }
    }

    /** A log only grows: once it has reached an offset, the broker is not asked again. */
    @Override
    public boolean reaches(int partition, long offset) {
        if (offset >= asked.getOrDefault(partition, 0L)) {
            asked = now();
        }
        return offset < asked.getOrDefault(partition, 0L);
    }

    /** Where a consumer group continues to read, and where the log ended at about the same time. */
    public record Behind(Map<Integer, Long> ends, Map<Integer, Long> committed) {
        /** How many records of a partition it has yet to read. */
        public long of(int partition) {
            return Math.max(0, ends.getOrDefault(partition, 0L) - committed.getOrDefault(partition, 0L));
        }
    }

    /**
     * Asks the broker how far a consumer group is, and waits a second at most.
     *
     * @throws LogUnavailableException if it does not answer in time
     */
    public Behind behind(String group) {
        CompletableFuture<Map<Integer, Long>> committed = admin.listConsumerGroupOffsets(
                        group, new ListConsumerGroupOffsetsOptions().timeoutMs((int) SOON.toMillis()))
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(this::byPartitionOfLog);
        return answer(ask().thenCombine(committed, Behind::new), SOON);
    }

    private Map<Integer, Long> byPartitionOfLog(Map<TopicPartition, OffsetAndMetadata> answer) {
        Map<Integer, Long> offsets = new HashMap<>();
        answer.forEach((partition, offset) -> {
            if (partition.topic().equals(topic) && offset != null) {
                offsets.put(partition.partition(), offset.offset());
            }
        });
        return offsets;
    }

    /**
     * Asks the broker, and waits.
     *
     * @throws LogUnavailableException if it does not answer in time
     */
    public Map<Integer, Long> now() {
        return answer(ask(), TIMEOUT);
    }

    private static <T> T answer(CompletableFuture<T> asked, Duration patience) {
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
