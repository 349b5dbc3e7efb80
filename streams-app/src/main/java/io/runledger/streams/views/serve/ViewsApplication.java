package io.runledger.streams.views.serve;

import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.health.StreamsHealth;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.log.Restarts;
import io.runledger.streams.views.replay.FreshReplay;
import io.runledger.streams.views.replay.ServedViews;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/** The Streams application that keeps the views of the partitions that its group gave it. Thread-safe. */
final class ViewsApplication implements ServedViews {
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String topic;
    private final int partitions;
    private final boolean alone;
    private final KafkaStreams streams;
    private final Restarts restarts = new Restarts("the views");
    private final StreamsHealth health;

    ViewsApplication(
            ViewsConfig config, SchemaRegistry registry, Memory memory, Criteria criteria, LogFacts log, Bell bell) {
        topic = config.ledger().topic().name();
        partitions = config.ledger().topic().partitions();
        alone = config.node().isEmpty();
        PollBuffer buffer = new PollBuffer();
        streams = new KafkaStreams(
                new ViewsTopology(topic, partitions, registry, memory, criteria, log, buffer, bell).get(),
                new StreamsConfig(config.streams()),
                new BufferingClients(buffer));
        health = new StreamsHealth("views", streams);
        streams.setUncaughtExceptionHandler(restarts);
    }

    void start() {
        streams.start();
    }

    StreamsHealth health() {
        return health;
    }

    /** Where a partition's views are, as the group last agreed. */
    Placement placement(int partition) {
        return Placement.of(new TopicPartition(topic, partition), streams.metadataForAllStreamsClients());
    }

    /** Why the views stopped recently. */
    Optional<String> trouble() {
        return restarts.trouble();
    }

    /** Whether the group is in order, as far as this member knows. */
    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /**
     * Asks a partition's views.
     *
     * @throws ViewsClosedException if they are not here, or are being restored
     */
    <T> T ask(int partition, Function<PartitionViews, T> question) {
        return store(of(partition)).serving().ask(question);
    }

    @Override
    public <T> T askAny(int partition, Function<PartitionViews, T> question) {
        return anyStore(partition).serving().ask(question);
    }

    @Override
    public boolean replace(int partition, FreshReplay replayed) {
        return anyStore(partition).serving().replaceBy(replayed);
    }

    private ViewsStore anyStore(int partition) {
        return store(of(partition).enableStaleStores());
    }

    @Override
    public void awaitApplied(int partition, long offset) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (askAny(partition, PartitionViews::openTally).offset() < offset) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the views of partition " + partition
                        + " do not reach the log's end; see GET /positions, and ask again when they do");
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    @Override
    public List<Integer> here() {
        return IntStream.range(0, partitions)
                .filter(partition -> alone || has(partition))
                .boxed()
                .toList();
    }

    /** Whether this process applies a partition's log, and its views can be read. */
    boolean owns(int partition) {
        return isOpen(of(partition));
    }

    /** Whether a partition's views are here, applied or standing by. */
    boolean has(int partition) {
        return isOpen(of(partition).enableStaleStores());
    }

    private boolean isOpen(StoreQueryParameters<ViewsStore> asked) {
        try {
            return store(asked).isOpen();
        } catch (ViewsClosedException e) {
            return false;
        }
    }

    private static StoreQueryParameters<ViewsStore> of(int partition) {
        return StoreQueryParameters.fromNameAndType(ViewsStore.NAME, new OfPartition(partition))
                .withPartition(partition);
    }

    private ViewsStore store(StoreQueryParameters<ViewsStore> asked) {
        try {
            return streams.store(asked);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new ViewsClosedException(); // Kafka Streams says so in several ways, among them that it has stopped
        }
    }

    /**
     * Leaves the group, so that another process takes over at once, and puts the views on disk when their last reader
     * has finished. Whether that was done in time.
     */
    boolean close() {
        restarts.close();
        return streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }

    private record OfPartition(int partition) implements QueryableStoreType<ViewsStore> {
        @Override
        public boolean accepts(StateStore store) {
            return store instanceof ViewsStore;
        }

        @Override
        public ViewsStore create(StateStoreProvider provider, String name) {
            List<ViewsStore> stores = provider.stores(name, this);
            return stores.stream()
                    .filter(store -> store.partition() == partition)
                    .findFirst()
                    .orElseThrow(ViewsClosedException::new);
        }
    }
}
