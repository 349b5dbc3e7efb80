package io.runledger.streams.views;

import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.jspecify.annotations.Nullable;

/**
 * {@link PartitionViews} as Kafka Streams knows a store. The log is its changelog (KIP-813), it keeps its offset itself
 * (KIP-1035), and what Streams restores goes through the same {@code apply} as what it processes.
 *
 * <p>The restore callback is the one class of Streams' internals that Runledger uses: the public ones show no offsets, and
 * an offset is a record's sequence (docs/decisions/0002).
 */
final class ViewsStore implements StateStore {
    static final String NAME = "views";

    private final SchemaRegistry registry;
    private final Memory memory;
    private final int partitions;
    private final Criteria criteria;
    private final Gate gate;
    private volatile @Nullable PartitionViews views;
    private volatile @Nullable Path directory;
    private volatile int partition = -1;

    ViewsStore(SchemaRegistry registry, Memory memory, int partitions, Criteria criteria, Gate gate) {
        this.registry = registry;
        this.memory = memory;
        this.partitions = partitions;
        this.criteria = criteria;
        this.gate = gate;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        partition = context.taskId().partition();
        directory = context.stateDir().toPath().resolve(NAME);
        open();
        RecordBatchingStateRestoreCallback restore = this::restore;
        context.register(root, restore);
    }

    private void open() {
        views = new PartitionViews(
                Objects.requireNonNull(directory), memory, new RecordReader(registry), partitions, criteria);
    }

    private void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
        records.forEach(record -> apply(LogRecord.of(record)));
    }

    /** The one way in, for what is processed and what is restored. */
    void apply(LogRecord record) {
        gate.pass(views(), record);
    }

    /**
     * The partition's views.
     *
     * @throws ViewsClosedException if they are not open
     */
    PartitionViews views() {
        PartitionViews current = views;
        if (current == null) {
            throw new ViewsClosedException();
        }
        return current;
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
        long offset = views().tally().offset();
        return offset < 0 ? null : offset;
    }

    /** The offset is written with every record, so there is nothing to keep; only forgetting is asked for here. */
    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        if (offsets.isEmpty() || offsets.values().stream().anyMatch(Objects::isNull)) {
            views().close();
            Database.delete(Objects.requireNonNull(directory));
            open();
        }
    }

    @Override
    public void close() {
        PartitionViews current = views;
        if (current != null) {
            current.close();
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
