package io.runledger.gateway.requests;

import io.runledger.core.review.Decision;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log for the guard's decisions, for all who wait in this process: one consumer without a group, on its own
 * thread, from the log's end at the first need on. It looks at keys, and reads only the records whose key is a decision's.
 * When the broker was away it continues where it was, so that no decision is missed. Thread-safe.
 */
public final class DecisionWatch implements Decisions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionWatch.class);

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_KEPT = 10_000;
    private static final long MOST_KEPT_CHARACTERS = 16L << 20;

    private static final byte[] EVENTS = "event/".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DECISION = "/decision:".getBytes(StandardCharsets.UTF_8);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIND_END = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** How long a request is held back until what follows it will be seen; past that it may be answered with 202. */
    private static final Duration READY_PATIENCE = Duration.ofSeconds(2);

    private final LedgerConfig ledger;
    private final Seal seal;
    private final List<TopicPartition> partitions;
    private final RecordReader reader;
    private final RecentDecisions recent = new RecentDecisions(MOST_WAITING, MOST_KEPT, MOST_KEPT_CHARACTERS);
    private final CompletableFuture<Boolean> positioned = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Where to continue, by partition; the thread's alone, and complete once it knows where the log ended. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    public DecisionWatch(LedgerConfig ledger, SchemaRegistry schemas) {
        this.ledger = ledger;
        this.seal = Seal.of(ledger);
        this.partitions = IntStream.range(0, ledger.topic().partitions())
                .mapToObj(partition -> new TopicPartition(ledger.topic().name(), partition))
                .toList();
        this.reader = new RecordReader(schemas);
    }

    @Override
    public CompletableFuture<Boolean> ready() {
        synchronized (this) {
            if (thread == null && closing.getCount() > 0) {
                thread = new Thread(this::run, "decisions");
                thread.setDaemon(true);
                thread.start();
            }
        }
        return positioned.copy().completeOnTimeout(false, READY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<Optional<Decided>> await(RecordKey request) {
        return recent.await(request);
    }

    private void run() {
        boolean told = false;
        while (closing.getCount() > 0) {
            try (Consumer<byte[], byte[]> following = new KafkaConsumer<>(properties(ledger))) {
                consumer = following;
                begin(following);
                told = false;
                follow(following);
            } catch (WakeupException e) {
                LOG.debug("woken to stop");
            } catch (KafkaException | IllegalStateException e) {
                if (!told) {
                    LOG.warn("decisions cannot be followed now, it is tried again until they can: {}", e.toString());
                    told = true;
                }
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    static Map<String, Object> properties(LedgerConfig ledger) {
        Map<String, Object> properties = new HashMap<>(ledger.client());
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    private void begin(Consumer<byte[], byte[]> following) {
        following.assign(partitions);
        if (next.isEmpty()) {
            next.putAll(following.endOffsets(partitions, FIND_END));
        }
        next.forEach(following::seek);
        positioned.complete(true);
    }

    private void follow(Consumer<byte[], byte[]> following) {
        while (closing.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> each : following.poll(POLL)) {
                if (each.value() != null && isDecision(each.key())) {
                    read(each);
                }
                next.put(new TopicPartition(each.topic(), each.partition()), each.offset() + 1);
            }
        }
    }

    /** Whether a key is {@code event/<run_id>/decision:...}, without making objects of it. */
    static boolean isDecision(byte @Nullable [] key) {
        if (key == null || !holds(key, 0, EVENTS)) {
            return false;
        }
        int slash = EVENTS.length;
        while (slash < key.length && key[slash] != '/') {
            slash++;
        }
        return holds(key, slash, DECISION);
    }

    private static boolean holds(byte[] key, int at, byte[] part) {
        if (key.length < at + part.length) {
            return false;
        }
        for (int i = 0; i < part.length; i++) {
            if (key[at + i] != part[i]) {
                return false;
            }
        }
        return true;
    }

    private void read(ConsumerRecord<byte[], byte[]> each) {
        try {
            if (reader.read(each.value()) instanceof Event event) {
                Decision.read(event, seal)
                        .ifPresent(decision -> recent.decided(
                                RecordKey.of(event),
                                new Decided(
                                        event.getEventId(),
                                        decision,
                                        new Position(each.partition(), each.offset()),
                                        event.getPayload().length())));
            }
        } catch (UnreadableRecordException e) {
            LOG.debug("a decision's key has something else, partition={} offset={}", each.partition(), each.offset());
        } catch (RegistryUnavailableException e) {
            LOG.warn("a decision could not be read, who waits for it is sent on: {}", e.toString());
        }
    }

    private void pause() {
        try {
            if (closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("no longer tried again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    /** Lets all who wait go, and ends the thread. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closing.countDown();
            running = thread;
        }
        recent.close();
        Consumer<byte[], byte[]> following = consumer;
        if (following != null) {
            following.wakeup();
        }
        if (running != null) {
            try {
                running.join(STOP.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
