package io.runledger.streams.views.serve;

import io.runledger.core.redaction.Redaction;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.health.StreamsHealth;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogEnds;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.log.LogWatch;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.RecentEnds;
import io.runledger.streams.views.log.StateDirectory;
import io.runledger.streams.views.mend.Mender;
import io.runledger.streams.views.mend.Redrive;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.replay.Maintenance;
import io.runledger.streams.views.replay.Replay;
import io.runledger.streams.views.replay.ReplayProgress;
import io.runledger.streams.views.replay.ReplaySource;
import io.runledger.streams.views.replay.Verification;
import io.runledger.streams.views.replay.VerificationProgress;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Memory;
import io.runledger.streams.views.store.ViewsClosedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The views of this process, with what keeps them: the application, the mender, replays and verifications. Thread-safe.
 */
public final class Views implements AutoCloseable {
    private final ViewsConfig config;
    private final Memory memory;
    private final LogEnds ends;
    private final RecentEnds recentEnds;
    private final LogWatch watch;
    private final Bell bell = new Bell();
    private final Redrive redrive;
    private final Mender mender;
    private final Maintenance maintenance;
    private final int partitions;
    private final ViewsApplication serving;
    private final LocalViews local;

    private Views(ViewsConfig config, SchemaRegistry registry) {
        this.config = config;
        partitions = config.ledger().topic().partitions();
        memory = new Memory(config.cacheBytes(), config.writeBufferBytes() / partitions);
        ends = new LogEnds(config.ledger());
        recentEnds = new RecentEnds(ends);
        watch = new LogWatch(config.ledger(), ends, this::appliedIfKnown);
        ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(registry));
        StateDirectory.make(ViewsConfig.STATE_DIRECTORY, config.stateDirectory(), ViewsConfig.APPLICATION_ID);
        Criteria criteria = Criteria.of(config.ledger(), config.redaction());
        serving = new ViewsApplication(config, registry, memory, criteria, ends, bell);
        Database.delete(config.scratch()); // only now: Kafka Streams holds the directory
        local = new LocalViews(serving, watch, ends, readers, config.node());
        mender = new Mender(local, config.ledger(), criteria);
        redrive = new Redrive(config.ledger(), readers, criteria, mender);
        ReplaySource source = new ReplaySource(config.ledger(), registry, memory, criteria, config::scratch);
        maintenance =
                new Maintenance(() -> new Replay(source, serving, ends), () -> new Verification(source, serving, ends));
    }

    /** Starts to read the log, and returns at once; {@link #lag} says how far it has come. */
    public static Views start(ViewsConfig config, SchemaRegistry registry) {
        Views views = new Views(config, registry);
        try {
            views.serving.start();
        } catch (RuntimeException e) {
            views.close();
            throw e;
        }
        views.mender.start();
        views.watch.start();
        return views;
    }

    /**
     * Deletes the views in a state directory; the next start rebuilds them from the log. Only while nothing runs on it.
     */
    public static void discard(Path stateDirectory) {
        Database.delete(stateDirectory.resolve(ViewsConfig.APPLICATION_ID));
    }

    public int partitions() {
        return partitions;
    }

    /** This node as its peers see it; empty if it is the only one. */
    public Optional<Node> self() {
        return config.node();
    }

    /** The views of the partitions that are here. */
    public LocalViews local() {
        return local;
    }

    /**
     * Adds a listener for every change of the views of this node.
     *
     * @param listener called by the threads that apply the log; must return at once
     */
    public void onMove(Runnable listener) {
        bell.listen(listener);
    }

    /** The rules of this ledger for what must not be stored. */
    public Redaction redaction() {
        return config.redaction();
    }

    /** The seal by which processes of this ledger know each other. */
    public Seal seal() {
        return Seal.of(config.ledger());
    }

    /** The id of the log: no other topic has it, not even a later one of the same name. */
    public String logId() {
        return watch.id();
    }

    private long appliedIfKnown(int partition) {
        try {
            return serving.askAny(partition, PartitionViews::openTally).offset();
        } catch (ViewsClosedException e) {
            return LogWatch.Applied.UNKNOWN;
        }
    }

    /** What keeps the views from being what they should, and what can be done; empty if nothing is known. */
    public Optional<String> trouble() {
        return watch.trouble().or(serving::trouble).or(watch::stuck);
    }

    /** Since when and why records cannot be mended, if that is so for a while; empty if nothing is known. */
    public Optional<String> mendingTrouble() {
        return mender.trouble();
    }

    /** Where the log ended less than two seconds ago, per partition; empty if the broker does not say. */
    public Optional<Map<Integer, Long>> recentEnds() {
        return recentEnds.get();
    }

    /** The same for callers that can wait for the broker's answer. */
    public Optional<Map<Integer, Long>> recentEnds(Duration patience) {
        return recentEnds.get(patience);
    }

    /** Where the log ends, by an answer of the broker to a later question; fails if it does not say. Does not block. */
    public CompletableFuture<Map<Integer, Long>> endsFromNow() {
        return recentEnds.askedSince(System.nanoTime());
    }

    /** The health of the application that keeps the views. */
    public StreamsHealth health() {
        return serving.health();
    }

    /**
     * Appends a rejected record again, where it belongs, if nothing is wrong with it any more.
     *
     * @throws ViewsClosedException if its partition is not here
     * @throws LogUnavailableException if the log cannot be read or written
     */
    public Redrive.Result redrive(int partition, long offset) {
        Optional<RejectedRecord> rejected;
        try (PartitionReader reader = local.read(partition)) {
            rejected = reader.rejects().at(offset);
        }
        return rejected.isEmpty() ? new Redrive.NotRejected() : redrive.again(partition, offset);
    }

    /**
     * Begins to rebuild the views of this process from the log's first offset, while the current ones continue to
     * serve; those of each partition are replaced when the rebuilt ones have caught up.
     *
     * @return whether it was begun: not while a replay or a verification is under way
     */
    public boolean beginReplay() {
        return maintenance.beginReplay();
    }

    /** The last replay since the start, if there was one. */
    public Optional<ReplayProgress> replay() {
        return maintenance.replay();
    }

    /**
     * Begins to compare the views of this process with a fresh replay of the log.
     *
     * @return whether it was begun: not while a replay or a verification is under way
     */
    public boolean beginVerification() {
        return maintenance.beginVerification();
    }

    /** The last verification since the start, if there was one. */
    public Optional<VerificationProgress> verification() {
        return maintenance.verification();
    }

    /**
     * How many offsets of each partition are not applied yet, by what the broker says is its end. Where there are
     * several nodes, only those of the partitions that this one applies.
     *
     * @throws ViewsClosedException if this node cannot tell, because the group is not in order
     */
    public Map<Integer, Long> lag() {
        if (self().isPresent() && !serving.isRunning()) {
            throw new ViewsClosedException();
        }
        Map<Integer, Long> end = ends.now();
        IntStream all = IntStream.range(0, partitions).filter(p -> self().isEmpty() || local.owns(p));
        return all.boxed().collect(Collectors.toMap(p -> p, p -> {
            try (PartitionReader reader = local.read(p)) {
                return Math.max(0, end.getOrDefault(p, 0L) - 1 - reader.tally().offset());
            }
        }));
    }

    /** Leaves the group, so that another process takes over at once, and puts the views on disk. */
    @Override
    public void close() {
        watch.close();
        mender.close();
        maintenance.close();
        serving.close();
        ends.close();
        memory.close();
    }
}
