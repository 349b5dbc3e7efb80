package io.runledger.bench;

import io.runledger.schemas.log.LogTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The limit of reading: Kafka's own consumer on the same log, which does nothing with what it reads. For one thread. */
final class PlainConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> all;

    PlainConsumer(MeasuredLedger ledger) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        ledger.kafka(),
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        2_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        int partitions = consumer.partitionsFor(LogTopic.DEFAULT_NAME).size();
        all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(LogTopic.DEFAULT_NAME, partition))
                .toList();
    }

    int partitions() {
        return all.size();
    }

    /** The end of each partition of the log. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(all);
    }

    /** How many records were ever appended. */
    long end() {
        return ends().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The end of one. */
    long end(int partition) {
        return ends().getOrDefault(all.get(partition), 0L);
    }

    /** Reads the whole log. The time runs from the first records on: a consumer's start is no matter of the log's length. */
    Sample readAll(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        return read(all, each);
    }

    /** Reads one partition. */
    Sample read(int partition, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        return read(List.of(all.get(partition)), each);
    }

    private Sample read(Collection<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        RateSpan span = new RateSpan();
        while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
            long[] count = {0};
            consumer.poll(POLL).forEach(record -> {
                each.accept(record);
                count[0]++;
            });
            span.add(count[0]);
        }
        return span.sample();
    }

    /** From now on only what comes new. */
    void follow() {
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
    }

    /** Returns when it has read the record there. */
    void await(int partition, long offset) {
        TopicPartition wanted = all.get(partition);
        while (consumer.position(wanted) <= offset) {
            consumer.poll(POLL);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
