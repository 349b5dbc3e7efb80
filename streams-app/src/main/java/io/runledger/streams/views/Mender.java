package io.runledger.streams.views;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the outboxes ask for: publishes rejected records, moves records home that stand in another partition than their
 * run's, and appends the last word on a key again where compaction would otherwise drop it. All of it can be done twice
 * without harm, so it is done at least once.
 *
 * <p>It has a thread and a producer of its own: the views' task must not write to the topic that is its changelog.
 */
final class Mender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Mender.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 500;

    private final Views views;
    private final LogTopic topic;
    private final RejectsTopic rejects;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<Integer, Long> mendedUpTo = new HashMap<>();
    private final Thread thread = new Thread(this::run, "mender");
    private volatile boolean stopping;

    Mender(Views views, LedgerConfig ledger) {
        this.views = views;
        this.topic = ledger.topic();
        this.rejects = new RejectsTopic(ledger);
        Map<String, Object> properties = ledger.client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * LogTopic.MAX_RECORD_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * LogTopic.MAX_RECORD_BYTES);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        try (Admin admin = Admin.create(ledger.client())) {
            rejects.create(admin, topic.replication());
        }
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Duration pause = PAUSE;
        while (!stopping) {
            try {
                Thread.sleep(pause.toMillis());
                for (int partition = 0; partition < topic.partitions() && !stopping; partition++) {
                    tend(partition);
                }
                pause = PAUSE;
            } catch (InterruptedException e) {
                return;
            } catch (ViewsClosedException e) {
                pause = PAUSE; // moved, or still being made
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                // Whatever it was, what is to be done still stands in the outbox.
                log.warn("records cannot be mended now, it is tried again: {}", e.toString());
                pause = PAUSE_AFTER_FAILURE;
            }
        }
    }

    private void tend(int partition) throws InterruptedException, ExecutionException, TimeoutException {
        List<Outbox.Rejected> rejected;
        boolean mending;
        try (PartitionReader reader = views.read(partition)) {
            rejected = reader.publishings(AT_ONCE);
            mending = reader.tally().offset() >= mendedUpTo.getOrDefault(partition, -1L)
                    && !reader.mendings(1).isEmpty();
        }
        if (!rejected.isEmpty()) {
            publish(partition, rejected);
        }
        // What comes back from the log settles what was sent before; and before the end is reached it may already be
        // there.
        if (mending && views.end(partition) - 1 == offset(partition)) {
            mend(partition);
        }
    }

    private long offset(int partition) {
        try (PartitionReader reader = views.read(partition)) {
            return reader.tally().offset();
        }
    }

    private void publish(int partition, List<Outbox.Rejected> rejected)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Outbox.Rejected each : rejected) {
            records.add(rejects.record(partition, each));
            if (each.reason().equals(RejectReason.WRONG_PARTITION.word())) {
                RecordKey key = RecordKey.parse(each.key()).orElseThrow();
                int home = RunPartition.of(key.runId(), topic.partitions());
                records.add(new ProducerRecord<>(topic.name(), home, each.key(), each.value()));
            }
        }
        send(records);
        // Only when they stand at home may they go where they came from.
        List<ProducerRecord<byte[], byte[]>> tombstones = new ArrayList<>();
        for (Outbox.Rejected each : rejected) {
            if (each.reason().equals(RejectReason.WRONG_PARTITION.word())) {
                tombstones.add(new ProducerRecord<>(topic.name(), partition, each.key(), null));
            }
        }
        send(tombstones);
        views.published(partition, rejected.get(rejected.size() - 1).offset());
    }

    private void mend(int partition) throws InterruptedException, ExecutionException, TimeoutException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (PartitionReader reader = views.read(partition)) {
            for (RecordKey key : reader.mendings(AT_ONCE)) {
                reader.lastWord(key).ifPresent(word -> records.add(lastWord(partition, key, word)));
            }
        }
        long last = send(records);
        mendedUpTo.put(partition, last);
        log.info(
                "appended {} records again that compaction would have dropped, partition={}",
                records.size(),
                partition);
    }

    private ProducerRecord<byte[], byte[]> lastWord(int partition, RecordKey key, PartitionReader.LastWord word) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), partition, key.bytes(), word.value());
        Optional<Place> place = word.place();
        place.ifPresent(p -> record.headers().add(LogRecord.PLACE_HEADER, p.bytes()));
        return record;
    }

    /** Sends all, then waits for all. Returns the highest offset. */
    private long send(List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        long highest = -1;
        for (Future<RecordMetadata> each : sent) {
            highest = Math.max(
                    highest,
                    each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).offset());
        }
        return highest;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        producer.close(Duration.ofSeconds(1));
    }
}
