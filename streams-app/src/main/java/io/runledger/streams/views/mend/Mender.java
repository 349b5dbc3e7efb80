package io.runledger.streams.views.mend;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogAppender;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.read.LastWord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the outboxes ask for: it publishes rejected records, has strays moved home ({@link MisroutedRecords}), and
 * appends the last word on a key again where compaction would otherwise drop it.
 *
 * <p>States of a key whose last word is missing:
 *
 * <pre>
 * asked for  -> appended    once the partition's views have applied the log to its end: before that, what settles the
 *                           key may already be on the log
 * appended   -> settled     the views apply what was appended and delete the row of the outbox
 * appended   -> asked for   the views have applied what was appended, and the row is still there; tried three times
 * asked for  -> set aside   Kafka refuses the record, the row cannot be read, or three tries were in vain
 * </pre>
 *
 * <p>Threads: one thread of its own does all of it, in rounds over the partitions; it has a producer of its own,
 * because the views' task must not write to the topic that is its changelog. Any thread may call {@link #append},
 * {@link #trouble} and {@link #close}. {@code mendedUpTo} and {@code tried} belong to the mender's thread.
 *
 * <p>After a crash: what is to be done is in the outboxes, which are part of the views, and is deleted there only when
 * it was done. So everything is done at least once; doing it twice is harmless. How often a key was tried is forgotten.
 * A part that fails does not stop the others, and is tried again in the next round.
 */
public final class Mender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Mender.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 500;

    /** How often the last word on a key is appended before the key is set aside. */
    private static final int MOST_TRIES = 3;

    private final MendedViews views;
    private final LogTopic topic;
    private final RejectsTopic rejects;
    private final Criteria criteria;
    private final LogAppender appender;
    private final MisroutedRecords misrouted;
    private final MenderProgress progress = new MenderProgress(System::nanoTime);
    private final Map<Integer, Long> mendedUpTo = new HashMap<>();
    private final Map<Integer, Map<RecordKey, Tried>> tried = new HashMap<>();
    private final Thread thread = new Thread(this::run, "mender");
    private volatile boolean stopping;

    /** A part of the work. If it fails, the others are done all the same. */
    private interface Part {
        void tend() throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** The last word on a key was appended {@code times} times, last at this offset, and has not settled it. */
    private record Tried(long offset, int times) {}

    public Mender(MendedViews views, LedgerConfig ledger, Criteria criteria) {
        this.views = views;
        this.topic = ledger.topic();
        this.rejects = new RejectsTopic(ledger);
        this.appender = new LogAppender(ledger);
        this.criteria = criteria;
        this.misrouted = new MisroutedRecords(views, topic, criteria.seal(), appender);
        try (Admin admin = Admin.create(ledger.adminClient())) {
            rejects.create(admin, topic.replication());
        }
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        Duration pause = PAUSE;
        while (!stopping) {
            try {
                Thread.sleep(pause.toMillis());
                boolean well = true;
                for (int partition = 0; partition < topic.partitions() && !stopping; partition++) {
                    int each = partition;
                    well &= tended("partition " + each, () -> tend(each));
                }
                well &= tended("records in partitions of other runs", misrouted::tend);
                progress.round();
                pause = well ? PAUSE : PAUSE_AFTER_FAILURE;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whether a part of the work was done. If it failed, what is to be done is still in the outbox. */
    private boolean tended(String what, Part part) throws InterruptedException {
        try {
            part.tend();
            progress.went(what);
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            if (!stopping && progress.failed(what, e.toString())) {
                log.warn("{} cannot be mended now, it is tried again: {}", what, e.toString());
            }
            return false;
        }
    }

    /** What has failed for a while, and why; empty if nothing has. */
    public Optional<String> trouble() {
        return thread.getState() == Thread.State.TERMINATED && !stopping
                ? Optional.of("the mender has ended; start the process again")
                : progress.trouble();
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
        List<OutboxReader.Odd> odd = new ArrayList<>();
        boolean mending;
        try (PartitionReader reader = views.read(partition)) {
            rejected = reader.outbox().publishings(AT_ONCE);
            mending = reader.tally().offset() >= mendedUpTo.getOrDefault(partition, -1L)
                    && !reader.outbox().mendings(1, odd::add).isEmpty();
        }
        setAside(partition, odd);
        if (!rejected.isEmpty()) {
            publish(partition, rejected);
        }
        // What comes back from the log settles what was sent before, and before the end is reached it may be there
        // already.
        if (mending && views.ends().getOrDefault(partition, 0L) - 1 == offset(partition)) {
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
        List<LogAppender.Sent> sent = appender.sendEach(records);
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).isRefused()) {
                publishWithoutValue(partition, rejected.get(i));
            }
        }
        views.published(partition, rejected.get(rejected.size() - 1).offset());
    }

    private void publishWithoutValue(int partition, Outbox.Rejected rejected)
            throws InterruptedException, ExecutionException, TimeoutException {
        LogAppender.Sent sent = appender.sendEach(List.of(rejects.withoutValue(partition, rejected)))
                .get(0);
        if (sent.isRefused()) {
            setAside(partition, List.of(new OutboxReader.Odd(Outbox.publishing(rejected.offset()), sent.refusal())));
        }
    }

    private void setAside(int partition, List<OutboxReader.Odd> odd) {
        for (OutboxReader.Odd each : odd) {
            views.setAside(partition, each.row(), each.why());
        }
        if (!odd.isEmpty()) {
            log.warn(
                    "{} things that cannot be mended are set aside, GET /positions lists them, partition={}",
                    odd.size(),
                    partition);
        }
    }

    private void mend(int partition) throws InterruptedException, ExecutionException, TimeoutException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<RecordKey> keys = new ArrayList<>();
        List<OutboxReader.Odd> odd = new ArrayList<>();
        Map<RecordKey, Tried> before = tried.getOrDefault(partition, Map.of());
        Map<RecordKey, Tried> now = new HashMap<>();
        try (PartitionReader reader = views.read(partition)) {
            for (OutboxReader.Mending each : reader.outbox().mendings(AT_ONCE, odd::add)) {
                int times = timesInVain(before.get(each.key()), each.cause());
                if (times < MOST_TRIES) {
                    records.add(lastWord(partition, each.key(), reader.lastWord(each.key())));
                    keys.add(each.key());
                    now.put(each.key(), new Tried(-1, times));
                } else {
                    odd.add(new OutboxReader.Odd(
                            Outbox.mending(each.key()),
                            "its last word was appended " + times + " times, and the views did not take it"));
                }
            }
        }
        int appended = 0;
        List<LogAppender.Sent> all = appender.sendEach(records);
        for (int i = 0; i < all.size(); i++) {
            RecordMetadata stored = all.get(i).stored();
            RecordKey key = keys.get(i);
            if (stored == null) {
                odd.add(new OutboxReader.Odd(Outbox.mending(key), all.get(i).refusal()));
            } else {
                mendedUpTo.merge(partition, stored.offset(), Math::max);
                now.computeIfPresent(key, (k, t) -> new Tried(stored.offset(), t.times + 1));
                appended++;
            }
        }
        tried.put(partition, now);
        setAside(partition, odd);
        log.info(
                "appended the last words on {} keys, which compaction would have dropped, partition={}",
                appended,
                partition);
    }

    /** How often the last word was appended in vain; what asked for it only after that begins to count anew. */
    private static int timesInVain(@Nullable Tried before, long cause) {
        return before != null && cause <= before.offset ? before.times : 0;
    }

    private ProducerRecord<byte[], byte[]> lastWord(int partition, RecordKey key, LastWord word) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), partition, key.bytes(), word.value());
        word.addHeaders(key, partition, criteria, record.headers());
        return record;
    }

    /**
     * Appends one record for a caller, and waits for its offset.
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
