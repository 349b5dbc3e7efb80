package io.runledger.streams.views.mend;

import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.LogAppender;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.model.MisroutedRecord;
import io.runledger.streams.views.model.OutboxReader;
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
import org.jspecify.annotations.Nullable;

/**
 * Moves records from other partitions to that of their run, in waves, so that each producer's records come to each run
 * in the order they happened in: a client that hashes the key scatters them over all partitions.
 *
 * <p>States, each left by a call of {@link #tend}, which the mender's thread makes once a round:
 *
 * <pre>
 * idle      -> settling   a stray was seen; the log's ends are noted
 * settling  -> reaching   half a second later, when what was sent together has reached the log: the ends to be
 *                         applied are noted
 * reaching  -> idle       all partitions have applied those ends, or five seconds have passed: the strays that were
 *                         seen before the first ends are moved, in order ({@link StrayMover})
 * </pre>
 *
 * <p>Of several nodes one moves the strays of all partitions that it has a copy of, so that they come home in one
 * order: the one that applies the first partition. The strays of other partitions are moved by the node that applies
 * them. Nodes may disagree on this for a moment; then a stray is moved twice, and the second time it is a duplicate.
 *
 * <p>For one thread. All of this is in memory: a crash loses the wave and nothing else, because strays are in the
 * outboxes until the null value that follows each has been applied. The next process sees them again and begins a new
 * wave.
 */
final class MisroutedRecords {
    /** Within this time, what was sent together has reached the log. */
    static final Duration SETTLING = Duration.ofMillis(500);

    /** How long to wait for partitions that fall behind or whose views are moving; then what is there is moved. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Each takes some 200 bytes of memory. */
    private static final int MOST_OF_WAVE = 200_000;

    private static final int LEAST_OF_PARTITION = 1_000;

    private final MendedViews views;
    private final LogTopic topic;
    private final StrayMover mover;

    /** By partition: before this offset there are no strays left. */
    private final Map<Integer, Long> from = new HashMap<>();

    private @Nullable Wave wave;

    /** Under way: the log's ends when its first record was seen, and those to be reached. Times as of nanoTime. */
    private record Wave(Map<Integer, Long> seen, long seenAt, Map<Integer, Long> toReach, long reachedBy) {}

    MisroutedRecords(MendedViews views, LogTopic topic, Seal seal, LogAppender appender) {
        this.views = views;
        this.topic = topic;
        this.mover = new StrayMover(views, topic, seal, appender);
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
            wave = null; // even if moving fails: then another wave begins
            mover.move(collect(current));
        }
    }

    private boolean anyStrays() {
        boolean any = false;
        for (int partition = 0; partition < topic.partitions(); partition++) {
            any |= !strays(partition, 1).isEmpty();
        }
        return any;
    }

    /** Whether a partition's strays are moved from here, as the group last agreed on who has which partition. */
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
            if (applied < mover.tombstonesUpTo(partition)) {
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

    /**
     * What may be moved now, in order. If there is more than can be collected, the wave ends at the same time for all.
     */
    private List<MisroutedRecord> collect(Wave settled) {
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
        // More records of one moment than can be collected are moved in the order they were collected.
        return ready.isEmpty() && last != Long.MAX_VALUE ? MisroutedRecord.ready(seen, moving -> true) : ready;
    }
}
