package io.runledger.streams.views.replay;

import io.runledger.schemas.log.LogTopic;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.state.StateSnapshot;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The views of one partition, built from its first offset by nothing but a consumer and {@link PartitionViews#apply},
 * in a directory that is deleted at the end unless they are moved away. For one thread.
 */
public final class FreshReplay implements ReplayedViews, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long the broker holds a fetch at the log's end; a consumer that closes waits for its last fetch. */
    private static final int FETCH_MILLIS = 50;

    private final Path directory;
    private final TopicPartition partition;
    private final PartitionViews views;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Watcher watcher;

    /** Read but not applied yet. */
    private final Queue<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();

    /** Is informed of the progress. */
    public interface Watcher {
        /** @param records how many were applied since the last call */
        void applied(long records, Tally now);
    }

    FreshReplay(ReplaySource source, int partition, Watcher watcher) {
        LogTopic topic = source.ledger().topic();
        this.directory = source.scratch().apply(partition);
        this.partition = new TopicPartition(topic.name(), partition);
        this.watcher = watcher;
        Database.delete(directory);
        views = new PartitionViews(
                directory, source.memory(), source.registry(), topic.partitions(), source.criteria());
        Map<String, Object> properties = source.ledger().client();
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MILLIS);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(this.partition));
        consumer.seekToBeginning(List.of(this.partition));
    }

    /**
     * Applies everything before an offset that is on the log.
     *
     * @throws LogUnavailableException if the log does not give it
     */
    public void before(long end) {
        if (!reaches(end, PATIENCE)) {
            throw new LogUnavailableException("Kafka does not give the records of " + partition);
        }
    }

    @Override
    public boolean reaches(long end, Duration patience) {
        long waitedSince = System.nanoTime();
        while (true) {
            List<LogRecord> next = new ArrayList<>();
            while (!ahead.isEmpty() && ahead.element().offset() < end) {
                next.add(LogRecord.of(ahead.remove()));
            }
            views.apply(next);
            watcher.applied(next.size(), views.tally());
            if (!ahead.isEmpty() || position() >= end) {
                return true;
            }
            if (!next.isEmpty()) {
                waitedSince = System.nanoTime();
            } else if (System.nanoTime() - waitedSince > patience.toNanos()) {
                return false;
            }
            poll();
        }
    }

    private long position() {
        try {
            return consumer.position(partition, PATIENCE);
        } catch (KafkaException e) {
            throw new LogUnavailableException(
                    "Kafka does not give the records of " + partition + ": " + e.getMessage());
        }
    }

    private void poll() {
        try {
            consumer.poll(POLL).forEach(ahead::add);
        } catch (InterruptException e) {
            throw new ViewsClosedException(); // the process stops
        } catch (KafkaException e) {
            throw new LogUnavailableException(
                    "Kafka does not give the records of " + partition + ": " + e.getMessage());
        }
    }

    Tally tally() {
        return views.tally();
    }

    StateSnapshot state() {
        return views.state();
    }

    @Override
    public void moveTo(Path other) {
        views.close();
        try {
            Files.move(directory, other, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ViewsException("cannot move " + directory + " to " + other, e);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        views.close();
        Database.delete(directory);
    }
}
