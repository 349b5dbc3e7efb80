package io.runledger.streams.views.mend;

import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.LogAppender;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.model.MisroutedRecord;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records home that stand in another partition than their run's, in waves, so that each producer's records come to
 * each run in the order they happened in: a client that hashes the key scatters them over all partitions.
 *
 * <p>A wave waits until all of these partitions have applied what the log held a moment after its records were seen. Those
 * few that a hash put at home by chance, ahead of their forerunners, are appended again behind them, as a retry would. First
 * the record is appended at home, then a null where it came from, which takes it out of the outbox when it is applied: a
 * crash in between moves it twice, and the second time it is a duplicate.
 *
 * <p>Of several nodes one does it for all partitions that it has a copy of, so that they come home in one order: the one that
 * applies the first partition. What it has no copy of is moved by who applies it. For one thread.
 */
final class MisroutedRecords {
    private static final Logger log = LoggerFactory.getLogger(MisroutedRecords.class);

    /** What was sent together has reached the log within this time. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    /** For partitions that fall behind, or whose views are moving: then it goes on with what is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int AT_ONCE = 500;

    /** Some 200 bytes are held of each. */
    private static final int MOST_OF_WAVE = 200_000;

    private static final int LEAST_OF_PARTITION = 1_000;

    /** How far a run's newest records are searched for those that stand ahead of their forerunners. */
    private static final int MOST_AHEAD = 10_000;

    private final MendedViews views;
    private final LogTopic topic;
    private final Seal seal;
    private final LogAppender appender;

    /** By partition: before this offset there is no stray any more. */
    private final Map<Integer, Long> from = new HashMap<>();

    /** By partition: strays that were moved are known to be gone only when this offset is applied. */
    private final Map<Integer, Long> leftUpTo = new HashMap<>();

    private @Nullable Wave wave;

    /** What is under way: the log's ends when its first record was seen, and those to be reached. Times as of nanoTime. */
    private record Wave(Map<Integer, Long> seen, long seenAt, Map<Integer, Long> toReach, long reachedBy) {}

    MisroutedRecords(MendedViews views, LogTopic topic, Seal seal, LogAppender appender) {
        this.views = views;
        this.topic = topic;
        this.seal = seal;
        this.appender = appender;
    }

    /** The next step, if it is time for one. */
    void tend() throws InterruptedException, ExecutionException, TimeoutException {
        long now = System.nanoTime();
        Wave current = wave;
        if (current == null) {
            if (anyStrays()) {
                wave = new Wave(views.ends(), now, Map.of(), now);
            }
        } else if (now - current.seenAt < SETTLING.toNanos()) {
            return;
        } else if (current.toReach.isEmpty()) {
            wave = new Wave(current.seen, current.seenAt, views.ends(), now + PATIENCE.toNanos());
        } else if (isReached(current.toReach) || now > current.reachedBy) {
            wave = null; // whatever comes of it, the next one begins anew
            move(gather(current));
        }
    }

    private boolean anyStrays() {
        boolean any = false;
        for (int partition = 0; partition < topic.partitions(); partition++) {
            any |= !strays(partition, 1).isEmpty();
        }
        return any;
    }

    /** Whether a partition's strays are moved from here, as far as the group has last agreed on who has what. */
    private boolean isMover(int partition) {
        if (views.self().isEmpty()) {
            return true;
        }
        Placement here = views.placement(partition);
        Optional<Node> forAll = views.placement(0).owner().filter(here::isAt);
        return forAll.or(here::owner).equals(views.self());
    }

    private List<MisroutedRecord> strays(int partition, int limit) {
        try (PartitionReader reader = views.readAny(partition)) {
            long applied = Math.max(0, reader.tally().offset());
            if (applied < leftUpTo.getOrDefault(partition, 0L)) {
                return List.of();
            }
            long begin = from.getOrDefault(partition, 0L);
            List<OutboxReader.Odd> odd = new ArrayList<>();
            List<MisroutedRecord> strays = reader.outbox().strays(begin <= applied ? begin : 0, limit, odd::add);
            odd.forEach(each -> views.setAside(partition, each.row(), each.why()));
            from.put(
                    partition,
                    strays.isEmpty() ? applied : strays.get(0).place().sequence());
            return strays.isEmpty() || isMover(partition) ? strays : List.of();
        } catch (ViewsClosedException e) {
            return List.of();
        }
    }

    private boolean isReached(Map<Integer, Long> ends) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            if (!isMover(partition)) {
                continue;
            }
            try (PartitionReader reader = views.readAny(partition)) {
                if (reader.tally().offset() < ends.getOrDefault(partition, 0L) - 1) {
                    return false;
                }
            } catch (ViewsClosedException e) {
                return false;
            }
        }
        return true;
    }

    /** What may go home now, in order. Where there is more than can be gathered, the wave ends for all at the same time. */
    private List<MisroutedRecord> gather(Wave settled) {
        int limit = Math.max(LEAST_OF_PARTITION, MOST_OF_WAVE / topic.partitions());
        List<MisroutedRecord> seen = new ArrayList<>();
        long until = Long.MAX_VALUE;
        for (int partition = 0; partition < topic.partitions(); partition++) {
            List<MisroutedRecord> strays = strays(partition, limit);
            if (strays.size() == limit) {
                until = Math.min(until, strays.get(limit - 1).place().createdAt() - SETTLING.toMillis());
            }
            seen.addAll(strays);
        }
        long last = until;
        List<MisroutedRecord> ready = MisroutedRecord.ready(
                seen,
                moving -> moving.place().sequence() < settled.seen.getOrDefault(moving.partition(), 0L)
                        && moving.place().createdAt() <= last);
        // More of one moment than can be gathered is moved as it was gathered.
        return ready.isEmpty() && last != Long.MAX_VALUE ? MisroutedRecord.ready(seen, moving -> true) : ready;
    }

    private void move(List<MisroutedRecord> strays) throws InterruptedException, ExecutionException, TimeoutException {
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
        // Only when they stand at home may they go where they came from.
        List<ProducerRecord<byte[], byte[]>> leftBehind = new ArrayList<>();
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
                leftBehind.add(leftBehind(moving));
            }
        }
        for (RecordMetadata left : appender.send(leftBehind)) {
            leftUpTo.merge(left.partition(), left.offset(), Math::max);
        }
    }

    private ProducerRecord<byte[], byte[]> leftBehind(MisroutedRecord moving) {
        ProducerRecord<byte[], byte[]> left = new ProducerRecord<>(
                topic.name(), moving.partition(), moving.key().bytes(), null);
        left.headers().add(LogRecord.MOVED_HEADER, Layout.number(moving.place().sequence()));
        return left;
    }

    private Optional<ProducerRecord<byte[], byte[]>> homeward(MisroutedRecord moving, int home) {
        try (PartitionReader reader = views.readAny(moving.partition())) {
            return moving.partition() == home
                    ? again(moving.key(), reader.lastWord(moving.key()), home)
                    : reader.outbox().stray(moving.place().sequence()).map(stray -> stray.sent(topic.name(), home));
        } catch (ViewsClosedException e) {
            return Optional.empty();
        }
    }

    private Optional<ProducerRecord<byte[], byte[]>> again(RecordKey key, PartitionReader.LastWord word, int home) {
        byte[] value = word.value();
        if (value == null) {
            return Optional.empty();
        }
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(topic.name(), home, key.bytes(), value);
        word.addOrigin(key, seal, again.headers());
        return Optional.of(again);
    }

    /** Events that came home before these did, by a hash's chance, and happened after one of them. */
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
        firstOfRun.forEach((run, first) -> newest(run, first - SETTLING.toMillis()).stream()
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
            // One that cannot be read any more: the strays come home all the same, if in another order.
            log.warn("the records that came home before others cannot be read: {}", e.toString());
            return List.of();
        }
    }

    private int home(RecordKey key) {
        return RunPartition.of(key.runId(), topic.partitions());
    }
}
