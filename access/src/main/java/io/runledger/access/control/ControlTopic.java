package io.runledger.access.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.schemas.log.CompactedTopic;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code runledger.control}: compacted, one partition, written only by the ledger. A thread of its own follows it, so that
 * what one process writes holds in all of them within a fraction of a second.
 *
 * <p>It also asks the broker once a second where the topic ends: only who has everything up to there knows that nothing was
 * revoked meanwhile ({@link #age}). Thread-safe.
 */
public final class ControlTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final LedgerConfig ledger;
    private final TopicPartition partition;
    private final Consumer<ControlEntry> reader;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private volatile boolean closing;

    /** Offset of the next record to be read. */
    private long next;

    /** When it was last known to have everything, as {@link System#nanoTime} tells it. */
    private long currentAt = NEVER;

    private boolean isCurrent;

    private ControlTopic(LedgerConfig ledger, String name, Consumer<ControlEntry> reader) {
        this.ledger = ledger;
        this.reader = reader;
        partition = new TopicPartition(name, 0);
        consumer = consumer();
        producer = producer();
        thread = new Thread(this::follow, "runledger-control");
        thread.setDaemon(true);
    }

    /**
     * Makes the topic if it is not there, and begins to follow it.
     *
     * @param reader is given every record in order, by one thread
     * @throws LogTopicException if the topic has other settings, or cannot be made
     */
    public static ControlTopic start(LedgerConfig ledger, String name, Consumer<ControlEntry> reader)
            throws LogTopicException {
        try (Admin admin = Admin.create(ledger.adminClient())) {
            new CompactedTopic(name, 1, ledger.topic().replication(), Map.of(), "RUNLEDGER_CONTROL_TOPIC")
                    .ensure(admin);
        }
        ControlTopic topic = new ControlTopic(ledger, name, reader);
        topic.thread.start();
        return topic;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = ledger.client();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        KafkaConsumer<byte[], byte[]> made =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        made.assign(List.of(partition));
        made.seekToBeginning(List.of(partition));
        return made;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> properties = ledger.client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void follow() {
        long looked = System.nanoTime() - LOOK.toNanos();
        while (!closing) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                if (System.nanoTime() - looked >= LOOK.toNanos() || !isCurrent()) {
                    looked = System.nanoTime();
                    look(looked);
                }
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                missed(e);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (key != null) {
            reader.accept(new ControlEntry(new String(key, UTF_8), record.value()));
        }
        synchronized (this) {
            next = record.offset() + 1;
            notifyAll();
        }
    }

    /** @param asked before the broker was asked: later records it does not know of */
    private void look(long asked) {
        long end = consumer.endOffsets(List.of(partition), LOOK).getOrDefault(partition, Long.MAX_VALUE);
        boolean all = consumer.position(partition, LOOK) >= end;
        synchronized (this) {
            isCurrent = all;
            if (all) {
                currentAt = asked;
                notifyAll();
            }
        }
    }

    private synchronized boolean isCurrent() {
        return isCurrent;
    }

    /** Tells of it once, and does not ask again at once: what is wrong may be told without waiting. */
    private void missed(RuntimeException why) {
        boolean isNew;
        synchronized (this) {
            isNew = isCurrent;
            isCurrent = false;
        }
        if (isNew) {
            LOG.warn(
                    "the control topic cannot be read, keys are used as they were, topic={}: {}",
                    partition.topic(),
                    why.toString());
        }
        LockSupport.parkNanos(POLL.toNanos());
    }

    /** How long ago it was certain that nothing on the topic was missing here; empty if that has never been. */
    public synchronized Optional<Duration> age() {
        return currentAt == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - currentAt));
    }

    /** Waits until everything on the topic was read once. False if that takes longer. */
    public synchronized boolean await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (currentAt == NEVER) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /**
     * Appends a record, and returns when all in-sync replicas have it and this process has read it.
     *
     * @throws ControlUnavailableException if that is not so in time; it may be there all the same
     */
    public void append(byte[] key, byte[] value) throws InterruptedException {
        write(key, value);
    }

    /**
     * Removes what is under a key, as {@link #append} writes it.
     *
     * @throws ControlUnavailableException if that is not so in time; it may be removed all the same
     */
    public void remove(byte[] key) throws InterruptedException {
        write(key, null);
    }

    private void write(byte[] key, byte @Nullable [] value) throws InterruptedException {
        try {
            long offset = producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), key, value))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
            awaitRead(offset);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw new ControlUnavailableException(
                    "topic " + partition.topic() + " cannot be written now: " + e.getMessage(), e);
        }
    }

    private synchronized void awaitRead(long offset) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (next <= offset) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new ControlUnavailableException("topic " + partition.topic() + " cannot be read now");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close(CloseOptions.timeout(CLOSE));
        producer.close(CLOSE);
    }
}
