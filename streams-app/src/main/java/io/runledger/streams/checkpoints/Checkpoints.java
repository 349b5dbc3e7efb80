package io.runledger.streams.checkpoints;

import io.micrometer.core.instrument.MeterRegistry;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.health.StreamsHealth;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.log.Restarts;
import io.runledger.streams.views.serve.ViewsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The checkpoints of runs, as this process has them: those of the partitions that its group gave it. Reads and writes
 * of others throw {@link CheckpointsAwayException}; {@link #owner} says which node has them. Thread-safe.
 */
public final class Checkpoints implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final CheckpointsConfig config;
    private final Following following = new Following();
    private final Restarts restarts = new Restarts("the keeper of checkpoints");
    private final KafkaStreams streams;
    private final StreamsHealth health;
    private final CheckpointMetrics metrics;
    private final List<PartitionWriter> writers;

    private Checkpoints(CheckpointsConfig config, MeterRegistry registry) {
        this.config = config;
        streams = new KafkaStreams(
                new CheckpointsTopology(config.topic(), following).get(), new StreamsConfig(config.streams()));
        streams.setUncaughtExceptionHandler(restarts);
        health = new StreamsHealth("checkpoints", streams);
        metrics = new CheckpointMetrics(registry, health);
        Etags etags = new Etags();
        writers = IntStream.range(0, config.partitions())
                .mapToObj(partition -> new PartitionWriter(
                        config, partition, new CheckpointStore(streams, partition), following, etags))
                .toList();
    }

    /**
     * Starts to read the topic, which must be there, and returns at once. To be called after the views were started,
     * which make the state directory.
     */
    public static Checkpoints start(ViewsConfig node, MeterRegistry registry) {
        Checkpoints checkpoints = new Checkpoints(new CheckpointsConfig(node), registry);
        try {
            checkpoints.streams.start();
        } catch (RuntimeException e) {
            checkpoints.close();
            throw e;
        }
        return checkpoints;
    }

    /** This node as its peers see it; empty if it is the only one. */
    public Optional<Node> self() {
        return config.node().node();
    }

    /** The node that has a run's checkpoints, as the group last agreed on it. Of use only where there are several. */
    public Optional<Node> owner(String run) {
        return Placement.of(new TopicPartition(config.topic(), partition(run)), streams.metadataForAllStreamsClients())
                .owner();
    }

    /** The partition of a run. */
    public int partition(String run) {
        return RunPartition.of(run, config.partitions());
    }

    /** Whether a run's checkpoints are here. */
    public boolean owns(String run) {
        return following.number(partition(run)) != Following.AWAY;
    }

    /** How the application is that keeps them. */
    public StreamsHealth health() {
        return health;
    }

    /**
     * A checkpoint with its bytes.
     *
     * @throws CheckpointsUnavailableException if Kafka does not let this node make sure that it is the last
     */
    public Optional<CheckpointContent> read(String run, String name) throws InterruptedException {
        return writer(run).read(store -> store.content(run, name));
    }

    /**
     * Some of a run's checkpoints, in order of their names' bytes.
     *
     * @param after a name that comes before all of them; empty for the first ones
     * @throws CheckpointsUnavailableException if Kafka does not let this node make sure that they are the last
     */
    public List<Checkpoint> list(String run, String after, int limit) throws InterruptedException {
        return writer(run).read(store -> store.list(run, after, limit));
    }

    /**
     * Writes a checkpoint if the precondition holds, and returns when it is durable.
     *
     * @param bytes no more than {@link CheckpointsTopic#MAX_CONTENT_BYTES}
     * @throws CheckpointsUnavailableException if it was not stored, or if that is not known
     */
    public WriteResult put(String run, String name, String contentType, byte[] bytes, Precondition precondition)
            throws InterruptedException {
        return write(run, name, precondition, Optional.of(new NewContent(contentType, bytes)));
    }

    /**
     * Deletes a checkpoint if the precondition holds, and returns when that is durable.
     *
     * @throws CheckpointsUnavailableException if it was not deleted, or if that is not known
     */
    public WriteResult delete(String run, String name, Precondition precondition) throws InterruptedException {
        return write(run, name, precondition, Optional.empty());
    }

    private WriteResult write(String run, String name, Precondition precondition, Optional<NewContent> content)
            throws InterruptedException {
        try {
            WriteResult result = writer(run).write(run, name, precondition, content);
            metrics.written(
                    result, content.map(NewContent::bytes).map(b -> b.length).orElse(0));
            return result;
        } catch (CheckpointsUnavailableException e) {
            metrics.failed(e);
            throw e;
        }
    }

    private PartitionWriter writer(String run) {
        return writers.get(partition(run));
    }

    /** Leaves the group, so that another process takes over at once. */
    @Override
    public void close() {
        restarts.close();
        writers.forEach(PartitionWriter::close);
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }
}
