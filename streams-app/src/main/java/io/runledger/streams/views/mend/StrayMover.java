package io.runledger.streams.views.mend;

import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.LogAppender;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.MisroutedRecord;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.LastWord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends strays to the partition of their run, and then a null value to the one they came from, which takes them out
 * of its outbox when it is applied. Events that are at home already but happened later are appended again after them,
 * as a retry would. After a crash between the two appends a stray is moved twice, and the second time it is a
 * duplicate. For one thread.
 */
final class StrayMover {
    private static final Logger log = LoggerFactory.getLogger(StrayMover.class);
    private static final int AT_ONCE = 500;

    /** How far a run's newest records are searched for those that are at home ahead of earlier ones. */
    private static final int MOST_AHEAD = 10_000;

    private final MendedViews views;
    private final LogTopic topic;
    private final Seal seal;
    private final LogAppender appender;
    private final Map<Integer, Long> tombstonesUpTo = new HashMap<>();

    StrayMover(MendedViews views, LogTopic topic, Seal seal, LogAppender appender) {
        this.views = views;
        this.topic = topic;
        this.seal = seal;
        this.appender = appender;
    }

    /**
     * The offset of the last null value in a partition: only when it is applied are moved strays gone from its outbox.
     */
    long tombstonesUpTo(int partition) {
        return tombstonesUpTo.getOrDefault(partition, 0L);
    }

    /** Moves strays home, in the order given and as one producer. */
    void move(List<MisroutedRecord> strays) throws InterruptedException, ExecutionException, TimeoutException {
        if (strays.isEmpty()) {
            return;
        }
        List<MisroutedRecord> all = new ArrayList<>(strays);
        all.addAll(ahead(strays));
        all.sort(MisroutedRecord.ORDER);
        for (int begin = 0; begin < all.size(); begin += AT_ONCE) {
            moveAtOnce(all.subList(begin, Math.min(all.size(), begin + AT_ONCE)));
        }
        log.info("moved {} records home from other partitions", strays.size());
    }

    private void moveAtOnce(List<MisroutedRecord> some)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<MisroutedRecord> going = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> homewards = new ArrayList<>();
        for (MisroutedRecord moving : some) {
            homeward(moving, home(moving.key())).ifPresent(homeward -> {
                going.add(moving);
                homewards.add(homeward);
            });
        }
        List<LogAppender.Sent> sent = appender.sendEach(homewards);
        // They may be removed where they came from only when they are stored at home.
        List<ProducerRecord<byte[], byte[]>> tombstones = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            MisroutedRecord moving = going.get(i);
            if (moving.partition() == home(moving.key())) {
                continue;
            }
            if (sent.get(i).isRefused()) {
                views.setAside(
                        moving.partition(),
                        Outbox.stray(moving.place().sequence()),
                        sent.get(i).refusal());
            } else {
                tombstones.add(tombstone(moving));
            }
        }
        for (RecordMetadata left : appender.send(tombstones)) {
            tombstonesUpTo.merge(left.partition(), left.offset(), Math::max);
        }
    }

    private ProducerRecord<byte[], byte[]> tombstone(MisroutedRecord moving) {
        ProducerRecord<byte[], byte[]> left = new ProducerRecord<>(
                topic.name(), moving.partition(), moving.key().bytes(), null);
        left.headers()
                .add(LogRecord.MOVED_HEADER, KeyBuilder.number(moving.place().sequence()));
        return left;
    }

    private Optional<ProducerRecord<byte[], byte[]>> homeward(MisroutedRecord moving, int home) {
        try (PartitionReader reader = views.readAny(moving.partition())) {
            return moving.partition() == home
                    ? retry(moving.key(), reader.lastWord(moving.key()), home)
                    : reader.outbox().stray(moving.place().sequence()).map(stray -> stray.sent(topic.name(), home));
        } catch (ViewsClosedException e) {
            return Optional.empty();
        }
    }

    private Optional<ProducerRecord<byte[], byte[]>> retry(RecordKey key, LastWord word, int home) {
        byte[] value = word.value();
        if (value == null) {
            return Optional.empty();
        }
        ProducerRecord<byte[], byte[]> retry = new ProducerRecord<>(topic.name(), home, key.bytes(), value);
        word.addVouchers(key, seal, retry.headers());
        return Optional.of(retry);
    }

    /**
     * Events that are at home already, because their keys happened to be hashed there, and happened after one of these.
     */
    private List<MisroutedRecord> ahead(List<MisroutedRecord> strays) {
        Map<MisroutedRecord.Line, Long> firstOfLine = new HashMap<>();
        Map<String, Long> firstOfRun = new HashMap<>();
        Set<RecordKey> keys = new HashSet<>();
        for (MisroutedRecord stray : strays) {
            firstOfLine.merge(stray.line(), stray.occurredAt(), Math::min);
            firstOfRun.merge(stray.key().runId(), stray.place().createdAt(), Math::min);
            keys.add(stray.key());
        }
        List<MisroutedRecord> ahead = new ArrayList<>();
        firstOfRun.forEach((run, first) -> newest(run, first - MisroutedRecords.SETTLING.toMillis()).stream()
                .filter(moving -> moving.occurredAt() > firstOfLine.getOrDefault(moving.line(), Long.MAX_VALUE))
                .filter(moving -> !keys.contains(moving.key()))
                .forEach(ahead::add));
        return ahead;
    }

    private List<MisroutedRecord> newest(String run, long since) {
        int home = RunPartition.of(run, topic.partitions());
        List<MisroutedRecord> newest = new ArrayList<>();
        RecordQuery query =
                RecordQuery.all(RecordKey.Kind.EVENT).run(Optional.of(run)).descending(true);
        try (PartitionReader reader = views.readAny(home)) {
            boolean more = true;
            while (more && newest.size() < MOST_AHEAD) {
                List<StoredRecord> page = reader.page(query, AT_ONCE);
                page.stream()
                        .filter(stored -> stored.place().createdAt() >= since)
                        .forEach(stored -> newest.add(MisroutedRecord.of(home, stored.place(), stored.record())));
                more = page.size() == AT_ONCE && page.get(AT_ONCE - 1).place().createdAt() >= since;
                if (more) {
                    query = query.after(Optional.of(page.get(AT_ONCE - 1).place()));
                }
            }
            return newest;
        } catch (ViewsClosedException e) {
            return List.of();
        } catch (IllegalStateException e) {
            // One of them cannot be read any more: the strays are moved all the same, if in another order.
            log.warn("the records that came home before others cannot be read: {}", e.toString());
            return List.of();
        }
    }

    private int home(RecordKey key) {
        return RunPartition.of(key.runId(), topic.partitions());
    }
}
