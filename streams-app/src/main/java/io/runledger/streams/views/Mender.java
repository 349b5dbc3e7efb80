package io.runledger.streams.views;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.review.Seal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the outboxes ask for: publishes rejected records, has strays moved home ({@link Homecoming}), and appends the
 * last word on a key again where compaction would otherwise drop it. All of it can be done twice without harm, so it is
 * done at least once.
 *
 * <p>It has a thread and a producer of its own: the views' task must not write to the topic that is its changelog.
 */
final class Mender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Mender.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 500;

    private final Views views;
    private final LogTopic topic;
    private final RejectsTopic rejects;
    private final Seal seal;
    private final LogAppender appender;
    private final Homecoming homecoming;
    private final Map<Integer, Long> mendedUpTo = new HashMap<>();
    private final Thread thread = new Thread(this::run, "mender");
    private volatile boolean stopping;

    Mender(Views views, LedgerConfig ledger) {
        this.views = views;
        this.topic = ledger.topic();
        this.rejects = new RejectsTopic(ledger);
        this.appender = new LogAppender(ledger);
        this.seal = new Seal(ledger.guardKey());
        this.homecoming = new Homecoming(views, topic, seal, appender);
        try (Admin admin = Admin.create(ledger.adminClient())) {
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
                homecoming.tend();
                pause = PAUSE;
            } catch (InterruptedException e) {
                return;
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                if (stopping) {
                    return;
                }
                // Whatever it was, what is to be done still stands in the outbox.
                log.warn("records cannot be mended now, it is tried again: {}", e.toString());
                pause = PAUSE_AFTER_FAILURE;
            }
        }
    }

    private void tend(int partition) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            tendOpen(partition);
        } catch (ViewsClosedException e) {
            log.debug("the views are moved, or still being made, partition={}", partition);
        }
    }

    private void tendOpen(int partition) throws InterruptedException, ExecutionException, TimeoutException {
        List<Outbox.Rejected> rejected;
        boolean mending;
        try (PartitionReader reader = views.read(partition)) {
            rejected = reader.outbox().publishings(AT_ONCE);
            mending = reader.tally().offset() >= mendedUpTo.getOrDefault(partition, -1L)
                    && !reader.outbox().mendings(1).isEmpty();
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
        }
        appender.send(records);
        views.published(partition, rejected.get(rejected.size() - 1).offset());
    }

    private void mend(int partition) throws InterruptedException, ExecutionException, TimeoutException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (PartitionReader reader = views.read(partition)) {
            for (RecordKey key : reader.outbox().mendings(AT_ONCE)) {
                records.add(lastWord(partition, key, reader.lastWord(key)));
            }
        }
        for (RecordMetadata standing : appender.send(records)) {
            mendedUpTo.merge(partition, standing.offset(), Math::max);
        }
        log.info(
                "appended the last words on {} keys, which compaction would have dropped, partition={}",
                records.size(),
                partition);
    }

    private ProducerRecord<byte[], byte[]> lastWord(int partition, RecordKey key, PartitionReader.LastWord word) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), partition, key.bytes(), word.value());
        word.addHeaders(key, seal, record.headers());
        return record;
    }

    /**
     * Appends one record for somebody else, and waits for its offset.
     *
     * @throws LogUnavailableException if the log does not confirm it in time
     */
    long append(ProducerRecord<byte[], byte[]> record) {
        try {
            return appender.send(List.of(record)).get(0).offset();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogUnavailableException("Kafka does not confirm the record: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted while a record was appended");
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        appender.close();
    }
}
