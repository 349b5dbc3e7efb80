package io.runledger.streams.views.log;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every few seconds that the log is still the one that the views were made of. Changed settings do not make
 * wrong what was applied, so they are only reported. If the topic is another one or has lost records, the views must
 * not answer any more. Thread-safe.
 */
public final class LogWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_POLLS = 10;

    private final LedgerConfig ledger;
    private final LogEnds ends;
    private final Uuid first;
    private final Applied applied;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "log-watch");
    private final Headway headway = new Headway(System::nanoTime, this::isAny);
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<String> stuck = Optional.empty();
    private volatile boolean foreign;

    /** How far the views are. */
    public interface Applied {
        long UNKNOWN = -2;

        /**
         * The last offset of a partition that is applied here, -1 before the first, {@link #UNKNOWN} if it is not
         * known.
         */
        long of(int partition);
    }

    public LogWatch(LedgerConfig ledger, LogEnds ends, Applied applied) {
        this.ledger = ledger;
        this.ends = ends;
        this.applied = applied;
        this.first = ends.id();
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Which log is watched. */
    public String id() {
        return first.toString();
    }

    /** What is wrong with the log; empty if nothing is, or the broker does not say. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Which partition of the views takes in nothing though there is more; empty if none does so. */
    public Optional<String> stuck() {
        return stuck;
    }

    /** Whether the log is not the one any more that the views were made from. */
    public boolean isForeign() {
        return foreign;
    }

    private void watch() {
        try (Admin admin = Admin.create(ledger.adminClient())) {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look(admin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Admin admin) {
        try {
            Optional<String> cut = another().or(this::shorter);
            foreign = cut.isPresent();
            report(cut.or(() -> settings(admin)));
            stuck = headway.look(lastApplied(), ends.now());
        } catch (LogUnavailableException e) {
            log.debug("the log is not watched now: {}", e.detail());
        } catch (RuntimeException e) {
            log.warn("the log is not watched now: {}", e.toString());
        }
    }

    private Optional<String> another() {
        return ends.id().equals(first)
                ? Optional.empty()
                : Optional.of("topic " + ledger.topic().name()
                        + " was deleted and created again: nothing is read from the views of the old one; bring it back, or"
                        + " stop, delete the state directory, and start");
    }

    /** What is applied is asked first: a log that grows meanwhile is not shorter. */
    private Optional<String> shorter() {
        Map<Integer, Long> last = lastApplied();
        Map<Integer, Long> end = ends.now();
        return last.entrySet().stream()
                .filter(each -> each.getValue() >= end.getOrDefault(each.getKey(), Long.MAX_VALUE))
                .findFirst()
                .map(each -> "partition " + each.getKey() + " of topic "
                        + ledger.topic().name() + " ends before offset " + each.getValue()
                        + ", which the views have applied: the broker has lost records; bring them back, or stop, delete"
                        + " the state directory, and start");
    }

    private Map<Integer, Long> lastApplied() {
        Map<Integer, Long> last = new TreeMap<>();
        for (int partition = 0; partition < ledger.topic().partitions(); partition++) {
            last.put(partition, applied.of(partition));
        }
        return last;
    }

    private boolean isAny(int partition, long from, long end) {
        Map<String, Object> properties = ledger.client();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        TopicPartition of = new TopicPartition(ledger.topic().name(), partition);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(of));
            consumer.seek(of, from);
            for (int polls = 0; polls < MOST_POLLS && consumer.position(of) < end; polls++) {
                if (!consumer.poll(POLL).isEmpty()) {
                    return true;
                }
            }
            return false;
        }
    }

    private Optional<String> settings(Admin admin) {
        try {
            ledger.topic().check(admin);
            return Optional.empty();
        } catch (LogTopicException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void report(Optional<String> found) {
        if (!found.equals(trouble)) {
            found.ifPresentOrElse(
                    reason -> log.error("something is wrong with the log: {}", reason),
                    () -> log.info("the log is in order again"));
        }
        trouble = found;
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
