package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.schemas.contract.ContentRule;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.schemas.wire.UnreadableRecordException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** All of a log that was not compacted, read by a plain consumer: which place each record has by its copies. */
final class LogCopies {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_POLLS = 10_000;

    private final Map<RecordKey, ConsumerRecord<byte[], byte[]>> last = new HashMap<>();
    private final Map<RecordKey, Long> places = new HashMap<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private final Map<RecordKey, ConsumerRecord<byte[], byte[]>> firsts = new HashMap<>();
    private final Map<Integer, Long> keys = new HashMap<>();
    private final RecordReader reader;

    private LogCopies(SchemaRegistry registry) {
        reader = new RecordReader(registry);
    }

    /**
     * Fails if a copy of a record has different content, or is in another partition than its run's. A request that a client sent
     * again, because its gateway was killed, has another time of arrival, and names it as filled in.
     */
    static LogCopies read(String bootstrap, String registry) {
        LogCopies copies = new LogCopies(new RegistryClient(URI.create(registry), PATIENCE));
        List<TopicPartition> partitions = IntStream.range(0, DirectLog.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(DirectLog.TOPIC, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.endOffsets(partitions).forEach((partition, end) -> copies.ends.put(partition.partition(), end));
            for (int polls = 0; !copies.isAtEnd(consumer, partitions); polls++) {
                assertThat(polls).as("polls of the log").isLessThan(MOST_POLLS);
                consumer.poll(POLL).forEach(copies::add);
            }
        }
        return copies;
    }

    private boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= end(partition.partition()));
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        RecordKey key = RecordKey.parse(record.key()).orElseThrow();
        assertThat(record.partition()).as("partition of %s", key).isEqualTo(DirectLog.home(key.runId()));
        ConsumerRecord<byte[], byte[]> before = last.put(key, record);
        ConsumerRecord<byte[], byte[]> first = firsts.putIfAbsent(key, record);
        place(key, first, record);
        if (before == null || first == null) {
            keys.merge(record.partition(), 1L, Long::sum);
        } else {
            assertThat(Arrays.equals(before.value(), record.value()) || isRetry(first, record))
                    .as("copies of %s at %s and %s are equal", key, before.offset(), record.offset())
                    .isTrue();
        }
    }

    /**
     * A copy with the same bytes moves a record to its own place, and a healing copy to the place it names. A retry that
     * came at another time leaves it where it is, and is healed.
     */
    private void place(
            RecordKey key, @Nullable ConsumerRecord<byte[], byte[]> first, ConsumerRecord<byte[], byte[]> copy) {
        Header healing = copy.headers().lastHeader(SealedPlace.HEADER);
        if (healing != null) {
            places.put(key, SealedPlace.read(ByteBuffer.wrap(healing.value())).sequence());
        } else if (first == null || Arrays.equals(first.value(), copy.value())) {
            places.put(key, copy.offset());
        }
    }

    private boolean isRetry(ConsumerRecord<byte[], byte[]> first, ConsumerRecord<byte[], byte[]> later) {
        try {
            return ContentRule.isSame(reader.read(first.value()), reader.read(later.value()));
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** The offset after the last record. */
    long end(int partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /** How many different records a partition has. */
    long records(int partition) {
        return keys.getOrDefault(partition, 0L);
    }

    /** The sequence of each record. */
    Map<RecordKey, Long> places() {
        return Map.copyOf(places);
    }
}
