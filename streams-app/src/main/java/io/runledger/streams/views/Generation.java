package io.runledger.streams.views;

import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One making of the views: a Streams application with its own group, and stores in a directory of its own. Thread-safe. */
final class Generation {
    private static final Logger log = LoggerFactory.getLogger(Generation.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final int number;
    private final String topic;
    private final Gate gate = new Gate();
    private final KafkaStreams streams;

    Generation(int number, ViewsConfig config, SchemaRegistry registry, Memory memory) {
        this.number = number;
        this.topic = config.ledger().topic().name();
        streams = new KafkaStreams(
                new ViewsTopology(
                                topic, config.ledger().topic().partitions(), registry, memory, config.criteria(), gate)
                        .get(),
                new StreamsConfig(config.streams(Generations.applicationId(number))));
        streams.setUncaughtExceptionHandler(e -> {
            log.error("the views stopped at an error and start again from where they were, generation={}", number, e);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    void start() {
        streams.start();
    }

    int number() {
        return number;
    }

    Gate gate() {
        return gate;
    }

    /** Where a partition's views are, as the group last agreed on it. */
    Placement placement(int partition) {
        return Placement.of(new TopicPartition(topic, partition), streams.metadataForAllStreamsClients());
    }

    /** Whether the group is in order, as far as this member knows. */
    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** @throws ViewsClosedException if the partition's views are not here, or are being restored */
    PartitionViews views(int partition) {
        return store(of(partition));
    }

    /**
     * The same, also if they only stand by.
     *
     * @throws ViewsClosedException if the partition's views are not here
     */
    PartitionViews anyViews(int partition) {
        return store(of(partition).enableStaleStores());
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

    private PartitionViews store(StoreQueryParameters<ViewsStore> asked) {
        try {
            return streams.store(asked).views();
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new ViewsClosedException(); // Kafka Streams says so in several ways, among them that it has stopped
        }
    }

    /** @throws ViewsClosedException if the partition's views are not here, or are being restored */
    Tally tally(int partition) {
        return views(partition).openTally();
    }

    /** @throws ViewsClosedException if the partition's views are not here, or are being restored */
    PartitionReader read(int partition, ThreadLocal<RecordReader> readers) {
        return views(partition).read(partition, readers);
    }

    /**
     * Leaves the group, so that another process takes over at once, and puts the views on disk when their last reader has
     * finished. Whether that was done in time.
     */
    boolean close() {
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
