package io.runledger.streams.views;

import io.runledger.schemas.review.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** The views topology, running in this process. Thread-safe. */
public final class Views implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Views.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final ViewsConfig config;
    private final Memory memory;
    private final KafkaStreams streams;
    private final LogEnds ends;
    private final RecentEnds recentEnds;
    private final Redrive redrive;
    private final Mender mender;
    private final int partitions;
    private final ThreadLocal<RecordReader> readers;

    private Views(ViewsConfig config, SchemaRegistry registry) {
        this.config = config;
        String topic = config.ledger().topic().name();
        partitions = config.ledger().topic().partitions();
        Seal seal = config.seal();
        memory = new Memory(config.cacheBytes(), config.writeBufferBytes());
        ends = new LogEnds(config.ledger());
        recentEnds = new RecentEnds(ends);
        readers = ThreadLocal.withInitial(() -> new RecordReader(registry));
        streams = new KafkaStreams(
                new ViewsTopology(topic, partitions, registry, memory, seal).get(),
                new StreamsConfig(config.streams()));
        streams.setUncaughtExceptionHandler(e -> {
            log.error("the views stopped at an error and start again from where they were", e);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        mender = new Mender(this, config.ledger());
        redrive = new Redrive(config.ledger(), readers, seal, mender);
    }

    /** Starts to read the log, and returns at once; {@link #lag} tells how far it is. */
    public static Views start(ViewsConfig config, SchemaRegistry registry) {
        Views views = new Views(config, registry);
        views.streams.start();
        views.mender.start();
        return views;
    }

    public int partitions() {
        return partitions;
    }

    /** This node as its peers see it; empty if it is the only one. */
    public Optional<Node> self() {
        return config.node();
    }

    /** Where a partition's views are. Of use only where there are several nodes. */
    public Placement placement(int partition) {
        return Placement.of(
                new TopicPartition(config.ledger().topic().name(), partition), streams.metadataForAllStreamsClients());
    }

    /** Whether this node applies a partition's log, and can read its views now. */
    public boolean owns(int partition) {
        return isOpen(partition, false);
    }

    /** Whether a partition's views are here, applied or standing by. */
    public boolean has(int partition) {
        return isOpen(partition, true);
    }

    private boolean isOpen(int partition, boolean standby) {
        try {
            return store(partition, standby).isOpen();
        } catch (ViewsClosedException | IllegalStateException e) {
            return false; // Kafka Streams says so in several ways, among them that it has stopped
        }
    }

    /**
     * One partition's views as they are now. Close it soon, in the same thread.
     *
     * @throws ViewsClosedException if they are not here, or are being restored
     */
    public PartitionReader read(int partition) {
        return store(partition, false).read(partition, readers);
    }

    /**
     * The same, also if this node only stands by; the reader's tally says how far it is.
     *
     * @throws ViewsClosedException if they are not here
     */
    public PartitionReader readAny(int partition) {
        return store(partition, true).read(partition, readers);
    }

    /**
     * The last offset of a partition that is applied here, -1 before the first. Cheaper than reading.
     *
     * @throws ViewsClosedException if the views are not here, or are being restored
     */
    public long applied(int partition) {
        PartitionViews current = store(partition, true);
        if (!current.isOpen()) {
            throw new ViewsClosedException();
        }
        return current.tally().offset();
    }

    /** Forgets rejected records that were published, up to and with an offset. */
    void published(int partition, long upTo) {
        store(partition, false).published(upTo);
    }

    /** The offset that the next record of a partition will get, by what the broker says. */
    long end(int partition) {
        return ends().getOrDefault(partition, 0L);
    }

    /** The same of each partition. */
    Map<Integer, Long> ends() {
        return ends.now();
    }

    /** Where the log ended less than two seconds ago, per partition; empty if the broker does not say. */
    public Optional<Map<Integer, Long>> recentEnds() {
        return recentEnds.get();
    }

    /**
     * Appends a rejected record again, where it belongs, if nothing is wrong with it any more.
     *
     * @throws ViewsClosedException if its partition is not here
     * @throws LogUnavailableException if the log cannot be read or written
     */
    public Redrive.Result redrive(int partition, long offset) {
        Optional<RejectedRecord> rejected;
        try (PartitionReader reader = read(partition)) {
            rejected = reader.reject(offset);
        }
        return rejected.isEmpty() ? new Redrive.NotRejected() : redrive.again(partition, offset);
    }

    private PartitionViews store(int partition, boolean standby) {
        StoreQueryParameters<ViewsStore> asked = StoreQueryParameters.fromNameAndType(
                        ViewsStore.NAME, new OfPartition(partition))
                .withPartition(partition);
        try {
            return streams.store(standby ? asked.enableStaleStores() : asked).views();
        } catch (InvalidStateStoreException e) {
            throw new ViewsClosedException();
        }
    }

    /**
     * How many offsets of each partition are not applied yet, by what the broker says is its end. Where there are several
     * nodes, only those of the partitions that this one applies.
     *
     * @throws ViewsClosedException if this node cannot tell, because the group is not in order
     */
    public Map<Integer, Long> lag() {
        if (self().isPresent() && streams.state() != KafkaStreams.State.RUNNING) {
            throw new ViewsClosedException();
        }
        Map<Integer, Long> end = ends.now();
        IntStream all = IntStream.range(0, partitions).filter(p -> self().isEmpty() || owns(p));
        return all.boxed().collect(Collectors.toMap(p -> p, p -> {
            try (PartitionReader reader = read(p)) {
                return Math.max(0, end.getOrDefault(p, 0L) - 1 - reader.tally().offset());
            }
        }));
    }

    /** Leaves the group, so that another process takes over at once, and puts the views on disk. */
    @Override
    public void close() {
        mender.close();
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
        ends.close();
        memory.close();
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
