package io.runledger.streams.views.serve;

import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.jspecify.annotations.Nullable;

/**
 * {@link ServingViews} as Kafka Streams knows a store. The log is its changelog (KIP-813), it keeps its offset itself
 * (KIP-1035), and what Streams restores goes through the same {@code apply} as what it processes.
 *
 * <p>States are those of {@link ServingViews}. Kafka Streams calls {@link #init}, {@link #commit} and {@link #close}
 * and the restore callback, from the thread that has the task: the stream thread, or while it restores the state
 * updater's. A task that it revives is initialised again on the same object, so what was readable before is remembered.
 * {@link #gather} and {@link #applyGathered} are called by the stream thread; {@link #serving} by any thread.
 *
 * <p>Records that are gathered are kept in memory only. They are forgotten when the views are closed or rebuilt,
 * because the log is then read again from the offset of the views: a gathered record applied before its turn would hide
 * the records before it. After a crash they are read again in the same way. An offset that Kafka has committed may
 * therefore be ahead of the views, or lag behind them; the views' own offset decides, which {@link #committedOffset}
 * tells.
 *
 * <p>The restore callback is the one class of Streams' internals that Runledger uses: the public ones show no offsets,
 * and an offset is a record's sequence (docs/decisions/0002).
 */
final class ViewsStore implements StateStore {
    static final String NAME = "views";

    private final SchemaRegistry registry;
    private final Memory memory;
    private final int partitions;
    private final Criteria criteria;
    private final LogFacts log;
    private final Bell bell;
    private final ServingViews serving = new ServingViews(this::open);
    private final List<LogRecord> gathered = new ArrayList<>();
    private volatile int partition = -1;
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
        serving.open(context.stateDir().toPath());
        RecordBatchingStateRestoreCallback restore = this::restore;
        context.register(root, restore);
    }

    private PartitionViews open(Path directory) {
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
     * Keeps a record that is processed, to be applied together with others.
     *
     * @return how many are kept
     */
    int gather(LogRecord record) {
        return serving.supplyExclusively(() -> {
            gathered.add(record);
            return gathered.size();
        });
    }

    /** Applies what is kept. */
    void applyGathered() {
        serving.exclusively(() -> {
            List<LogRecord> records = List.copyOf(gathered);
            gathered.clear();
            if (!records.isEmpty()) {
                apply(records);
            }
        });
    }

    /** The one way in, for what is processed and what is restored. */
    void apply(List<LogRecord> records) {
        serving.exclusively(() -> {
            try {
                serving.current().apply(records);
            } catch (ViewsClosedException e) {
                requireReadable();
                throw e;
            }
        });
        bell.ring();
    }

    /**
     * Has views that somebody failed to read opened again, and no others with them.
     *
     * @throws TaskCorruptedException to make Kafka Streams do so
     */
    void requireReadable() {
        if (serving.current().isUnreadable()) {
            throw new TaskCorruptedException(Set.of(Objects.requireNonNull(task)));
        }
    }

    /** The partition's views, to be read and replaced. */
    ServingViews serving() {
        return serving;
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
        long offset = serving.current().tally().offset();
        return offset < 0 ? null : offset;
    }

    /** The offset is written with every record, so there is nothing to keep; only forgetting is asked for here. */
    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        if (offsets.isEmpty() || offsets.values().stream().anyMatch(Objects::isNull)) {
            serving.exclusively(() -> {
                gathered.clear();
                serving.rebuild();
            });
        }
    }

    @Override
    public void close() {
        serving.exclusively(() -> {
            gathered.clear();
            serving.close();
        });
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return serving.isOpen();
    }
}
