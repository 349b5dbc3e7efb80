package io.runledger.streams.views;

import io.runledger.schemas.redaction.Redaction;
import io.runledger.schemas.review.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.health.StreamsHealth;
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
    private final ThreadLocal<RecordReader> readers;
    private final ViewsApplication serving;

    private Views(ViewsConfig config, SchemaRegistry registry) {
        this.config = config;
        partitions = config.ledger().topic().partitions();
        memory = new Memory(config.cacheBytes(), config.writeBufferBytes() / partitions);
        ends = new LogEnds(config.ledger());
        recentEnds = new RecentEnds(ends);
        watch = new LogWatch(config.ledger(), ends, this::appliedIfKnown);
        readers = ThreadLocal.withInitial(() -> new RecordReader(registry));
        StateDirectory.make(ViewsConfig.STATE_DIRECTORY, config.stateDirectory(), ViewsConfig.APPLICATION_ID);
        Criteria criteria = Criteria.of(config.ledger());
        serving = new ViewsApplication(config, registry, memory, criteria, ends, bell);
        Database.delete(config.scratch()); // behind that: Kafka Streams holds the directory now
        mender = new Mender(this, config.ledger(), criteria);
        redrive = new Redrive(config.ledger(), readers, criteria, mender);
        maintenance = new Maintenance(
                () -> new Replay(config, registry, memory, criteria, serving, ends),
                () -> new Verification(config, registry, memory, criteria, serving, ends));
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
        return !watch.isForeign() && serving.owns(partition);
    }

    /** Whether a partition's views are here, applied or standing by. */
    public boolean has(int partition) {
        return !watch.isForeign() && serving.has(partition);
    }

    /**
     * One partition's views as they are now. Close it soon, in the same thread.
     *
     * @throws ViewsClosedException if they are not here, or are being restored
     */
    public PartitionReader read(int partition) {
        requireOwnLog();
        return serving.ask(partition, views -> views.read(partition, readers));
    }

    /**
     * The same, also if this node only stands by; the reader's tally says how far it is.
     *
     * @throws ViewsClosedException if they are not here
     */
    public PartitionReader readAny(int partition) {
        requireOwnLog();
        return serving.askAny(partition, views -> views.read(partition, readers));
    }

    /**
     * The last offset of a partition that is applied here, -1 before the first. Cheaper than reading.
     *
     * @throws ViewsClosedException if the views are not here, or are being restored
     */
    public long applied(int partition) {
        requireOwnLog();
        return serving.askAny(partition, PartitionViews::openTally).offset();
    }

    /**
     * The same where this node applies the partition's log itself.
     *
     * @throws ViewsClosedException if it does not, or the views are being restored
     */
    public long appliedByOwner(int partition) {
        requireOwnLog();
        return serving.ask(partition, PartitionViews::openTally).offset();
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
        return config.ledger().redaction();
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

    /** Views of a log that is gone answer nothing. */
    private void requireOwnLog() {
        if (watch.isForeign()) {
            throw new ViewsClosedException();
        }
    }

    /** What keeps the views from being what they should, and what can be done; empty if nothing is known. */
    public Optional<String> trouble() {
        return watch.trouble().or(serving::trouble).or(watch::stuck);
    }

    /** Forgets rejected records that were published, up to and with an offset. */
    void published(int partition, long upTo) {
        requireOwnLog();
        serving.ask(partition, views -> {
            views.published(upTo);
            return upTo;
        });
    }

    /** Puts a row of a partition's outbox aside that cannot be done. */
    void setAside(int partition, byte[] row, String why) {
        requireOwnLog();
        serving.askAny(partition, views -> {
            views.setAside(row, why);
            return row;
        });
    }

    /** Since when and why records cannot be mended, if that is so for a while; empty if nothing is known. */
    public Optional<String> mendingTrouble() {
        return mender.trouble();
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
        requireOwnLog();
        try (StateSnapshot state = serving.askAny(partition, PartitionViews::state)) {
            return state.digest(partition);
        }
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
