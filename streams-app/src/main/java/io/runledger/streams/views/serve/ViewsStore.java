package io.runledger.streams.views.serve;

import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.replay.FreshReplay;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Generations;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link PartitionViews} as Kafka Streams knows a store. The log is its changelog (KIP-813), it keeps its offset itself
 * (KIP-1035), and what Streams restores goes through the same {@code apply} as what it processes.
 *
 * <p>The restore callback is the one class of Streams' internals that Runledger uses: the public ones show no offsets, and
 * an offset is a record's sequence (docs/decisions/0002).
 */
final class ViewsStore implements StateStore {
    static final String NAME = "views";

    private static final Logger LOG = LoggerFactory.getLogger(ViewsStore.class);

    /** For so long nothing is applied while views take the place of others, at most. */
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final SchemaRegistry registry;
    private final Memory memory;
    private final int partitions;
    private final Criteria criteria;
    private final Lock applying = new ReentrantLock();
    private final LogFacts log;
    private final Bell bell;
    private final List<LogRecord> gathered = new ArrayList<>();
    private volatile @Nullable PartitionViews views;
    private @Nullable Generations generations;
    private volatile int partition = -1;

    /** What was readable here. Views that are made again under a running task are not read before they have that. */
    private volatile long readableFrom = -1;

    private volatile @Nullable TaskId task;

    ViewsStore(SchemaRegistry registry, Memory memory, int partitions, Criteria criteria, LogFacts log, Bell bell) {
        this.registry = registry;
        this.memory = memory;
        this.partitions = partitions;
        this.criteria = criteria;
        this.log = log;
        this.bell = bell;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        task = context.taskId();
        partition = context.taskId().partition();
        generations = new Generations(context.stateDir().toPath());
        views = open(generations.current());
        RecordBatchingStateRestoreCallback restore = this::restore;
        context.register(root, restore);
    }

    private PartitionViews open(Path directory) {
        PartitionViews before = views;
        if (before != null) {
            readableFrom = Math.max(readableFrom, before.tally().offset());
        }
        PartitionViews opened = new PartitionViews(directory, memory, registry, partitions, criteria);
        try {
            opened.requireOf(log, partition);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    private void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
        apply(records.stream().map(LogRecord::of).toList());
    }

    /**
     * Keeps a record that is processed, to be applied with others; it is forgotten when the views are closed, for then the log
     * is read again from where they are, and a record that came before its turn would hide those before it.
     *
     * @return how many are kept
     */
    int gather(LogRecord record) {
        applying.lock();
        try {
            gathered.add(record);
            return gathered.size();
        } finally {
            applying.unlock();
        }
    }

    /** Applies what is kept. */
    void applyGathered() {
        applying.lock();
        try {
            List<LogRecord> records = List.copyOf(gathered);
            gathered.clear();
            if (!records.isEmpty()) {
                apply(records);
            }
        } finally {
            applying.unlock();
        }
    }

    /** The one way in, for what is processed and what is restored. */
    void apply(List<LogRecord> records) {
        applying.lock();
        try {
            opened().apply(records);
        } catch (ViewsClosedException e) {
            requireReadable();
            throw e;
        } finally {
            applying.unlock();
        }
        bell.ring();
    }

    /**
     * Views that somebody failed to read are opened again, and no other with them.
     *
     * @throws TaskCorruptedException to make Kafka Streams do so
     */
    void requireReadable() {
        if (opened().isUnreadable()) {
            throw new TaskCorruptedException(Set.of(Objects.requireNonNull(task)));
        }
    }

    /**
     * The partition's views, to be read.
     *
     * @throws ViewsClosedException if they are not open, or are being made again
     */
    PartitionViews views() {
        PartitionViews current = opened();
        if (current.tally().offset() < readableFrom) {
            throw new ViewsClosedException();
        }
        return current;
    }

    private PartitionViews opened() {
        PartitionViews current = views;
        if (current == null) {
            throw new ViewsClosedException();
        }
        return current;
    }

    /**
     * Asks the views that serve; again, if others took their place meanwhile.
     *
     * @throws ViewsClosedException if they are not open
     */
    <T> T ask(Function<PartitionViews, T> question) {
        while (true) {
            PartitionViews asked = views();
            try {
                return question.apply(asked);
            } catch (ViewsClosedException e) {
                if (asked == views) {
                    throw e;
                }
            }
        }
    }

    /**
     * Lets views that were made anew serve in the place of these, and deletes these when their last reader has finished. Nothing
     * is applied meanwhile: so nothing could be read from the old ones that the new ones do not have, and no reader goes back.
     *
     * @return whether that was done; not if the new ones are too far behind
     * @throws ViewsClosedException if the views are closed
     */
    boolean replaceBy(FreshReplay made) {
        applying.lock();
        try {
            PartitionViews old = opened();
            if (!made.reaches(old.openTally().offset() + 1, STANDSTILL)) {
                return false;
            }
            Generations kept = Objects.requireNonNull(generations);
            Path left = kept.current();
            Database.delete(kept.next()); // of a try that failed
            made.moveTo(kept.next());
            PartitionViews next = open(kept.next());
            try {
                next.published(old.publishedUpTo());
                kept.advance();
            } catch (RuntimeException e) {
                next.close(); // else nobody can open them again
                throw e;
            }
            views = next;
            old.retire(() -> delete(left));
            return true;
        } finally {
            applying.unlock();
        }
    }

    private static void delete(Path left) {
        try {
            Database.delete(left);
        } catch (ViewsException e) {
            LOG.warn("views that were replaced are removed at the next start: {}", e.toString());
        }
    }

    int partition() {
        return partition;
    }

    @Override
    @SuppressWarnings("deprecation") // it is what new stores have to say until the method goes away
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition topicPartition) {
        long offset = opened().tally().offset();
        return offset < 0 ? null : offset;
    }

    /** The offset is written with every record, so there is nothing to keep; only forgetting is asked for here. */
    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        if (offsets.isEmpty() || offsets.values().stream().anyMatch(Objects::isNull)) {
            applying.lock(); // a replay may be putting others in their place
            try {
                gathered.clear();
                opened().close();
                Path directory = Objects.requireNonNull(generations).current();
                Database.delete(directory);
                views = open(directory);
            } finally {
                applying.unlock();
            }
        }
    }

    @Override
    public void close() {
        applying.lock();
        try {
            gathered.clear();
            PartitionViews current = views;
            if (current != null) {
                current.close();
            }
        } finally {
            applying.unlock();
        }
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        PartitionViews current = views;
        return current != null && current.isOpen();
    }
}
