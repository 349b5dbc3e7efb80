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
import io.runledger.streams.views.log.Placement;
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
import io.runledger.streams.views.state.StateDigest;
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

/** The views, as this process has them. Thread-safe. */
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
        Database.delete(config.scratch()); // behind that: Kafka Streams holds the directory now
        local = new LocalViews(serving, watch, ends, readers, config.node());
        mender = new Mender(local, config.ledger(), criteria);
        redrive = new Redrive(config.ledger(), readers, criteria, mender);
        ReplaySource source = new ReplaySource(config.ledger(), registry, memory, criteria, config::scratch);
        maintenance =
                new Maintenance(() -> new Replay(source, serving, ends), () -> new Verification(source, serving, ends));
    }

    /** Starts to read the log, and returns at once; {@link #lag} tells how far it is. */
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

    /** Throws the views in a state directory away; the next start makes them from the log. Only while nothing runs on it. */
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

    /** Where a partition's views are. Of use only where there are several nodes. */
    public Placement placement(int partition) {
        return serving.placement(partition);
    }

    /** Whether this node applies a partition's log, and can read its views now. */
    public boolean owns(int partition) {
        return local.owns(partition);
    }

    /** Whether a partition's views are here, applied or standing by. */
    public boolean has(int partition) {
        return local.has(partition);
    }

    /**
     * One partition's views as they are now. Close it soon, in the same thread.
     *
     * @throws ViewsClosedException if they are not here, or are being restored
     */
    public PartitionReader read(int partition) {
        return local.read(partition);
    }

    /**
     * The same, also if this node only stands by; the reader's tally says how far it is.
     *
     * @throws ViewsClosedException if they are not here
     */
    public PartitionReader readAny(int partition) {
        return local.readAny(partition);
    }

    /**
     * The last offset of a partition that is applied here, -1 before the first. Cheaper than reading.
     *
     * @throws ViewsClosedException if the views are not here, or are being restored
     */
    public long applied(int partition) {
        return local.applied(partition);
    }

    /**
     * The same where this node applies the partition's log itself.
     *
     * @throws ViewsClosedException if it does not, or the views are being restored
     */
    public long appliedByOwner(int partition) {
        return local.appliedByOwner(partition);
    }

    /**
     * Has somebody told whenever views of this node have moved.
     *
     * @param listener called by the threads that apply the log; must return at once
     */
    public void onMove(Runnable listener) {
        bell.listen(listener);
    }

    /** What must not be stored, by the rules of this ledger. */
    public Redaction redaction() {
        return config.redaction();
    }

    /** By what processes of this ledger know each other. */
    public Seal seal() {
        return new Seal(config.ledger().guardKey());
    }

    /** Which log it is: no other topic has the same, also none of the same name. */
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

    /** The same for who can wait for the broker's answer for a while. */
    public Optional<Map<Integer, Long>> recentEnds(Duration patience) {
        return recentEnds.get(patience);
    }

    /** Where the log ends by what the broker is asked from now on; fails if it does not say. Waits for nothing. */
    public CompletableFuture<Map<Integer, Long>> endsFromNow() {
        return recentEnds.askedSince(System.nanoTime());
    }

    /** How the application is that keeps the views. */
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
        try (PartitionReader reader = read(partition)) {
            rejected = reader.rejects().at(offset);
        }
        return rejected.isEmpty() ? new Redrive.NotRejected() : redrive.again(partition, offset);
    }

    /**
     * The digest of a partition's state as it is here now, applied or standing by. Reads all of it.
     *
     * @throws ViewsClosedException if they are not here, or are being restored
     */
    public StateDigest digest(int partition) {
        return local.digest(partition);
    }

    /**
     * Begins to make the views of this process again from the log's first offset, while these serve on; those of each partition are
     * replaced when the others have caught up. Whether it was begun: not while a replay or a verification is under way.
     */
    public boolean beginReplay() {
        return maintenance.beginReplay();
    }

    /** The last replay since the start, if there was one. */
    public Optional<ReplayProgress> replay() {
        return maintenance.replay();
    }

    /**
     * Begins to hold the views of this process against a fresh replay of the log. Whether it was begun: not while a replay
     * or a verification is under way.
     */
    public boolean beginVerification() {
        return maintenance.beginVerification();
    }

    /** The last verification since the start, if there was one. */
    public Optional<VerificationProgress> verification() {
        return maintenance.verification();
    }

    /**
     * How many offsets of each partition are not applied yet, by what the broker says is its end. Where there are several
     * nodes, only those of the partitions that this one applies.
     *
     * @throws ViewsClosedException if this node cannot tell, because the group is not in order
     */
    public Map<Integer, Long> lag() {
        if (self().isPresent() && !serving.isRunning()) {
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
        watch.close();
        mender.close();
        maintenance.close();
        serving.close();
        ends.close();
        memory.close();
    }
}
