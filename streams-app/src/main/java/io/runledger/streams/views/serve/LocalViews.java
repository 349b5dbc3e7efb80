package io.runledger.streams.views.serve;

import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.LogEnds;
import io.runledger.streams.views.log.LogWatch;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.mend.MendedViews;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.state.StateDigest;
import io.runledger.streams.views.state.StateSnapshot;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.Map;
import java.util.Optional;

/**
 * The views of the partitions that are in this process. Once the log turns out to be another one than they were made
 * of, nothing is read from them any more. Thread-safe.
 */
public final class LocalViews implements MendedViews {
    private final ViewsApplication application;
    private final LogWatch watch;
    private final LogEnds ends;
    private final ThreadLocal<RecordReader> readers;
    private final Optional<Node> self;

    LocalViews(
            ViewsApplication application,
            LogWatch watch,
            LogEnds ends,
            ThreadLocal<RecordReader> readers,
            Optional<Node> self) {
        this.application = application;
        this.watch = watch;
        this.ends = ends;
        this.readers = readers;
        this.self = self;
    }

    @Override
    public Optional<Node> self() {
        return self;
    }

    @Override
    public Placement placement(int partition) {
        return application.placement(partition);
    }

    /** Whether this node applies a partition's log, and can read its views now. */
    public boolean owns(int partition) {
        return !watch.isForeign() && application.owns(partition);
    }

    /** Whether a partition's views are here, applied or standing by. */
    public boolean has(int partition) {
        return !watch.isForeign() && application.has(partition);
    }

    @Override
    public PartitionReader read(int partition) {
        requireOwnLog();
        return application.ask(partition, views -> views.read(partition, readers));
    }

    @Override
    public PartitionReader readAny(int partition) {
        requireOwnLog();
        return application.askAny(partition, views -> views.read(partition, readers));
    }

    /**
     * The last offset of a partition that is applied here, -1 before the first. Cheaper than reading.
     *
     * @throws ViewsClosedException if the views are not here, or are being restored
     */
    public long applied(int partition) {
        requireOwnLog();
        return application.askAny(partition, PartitionViews::openTally).offset();
    }

    /**
     * The same where this node applies the partition's log itself.
     *
     * @throws ViewsClosedException if it does not, or the views are being restored
     */
    public long appliedByOwner(int partition) {
        requireOwnLog();
        return application.ask(partition, PartitionViews::openTally).offset();
    }

    /**
     * The digest of a partition's state as it is here now, applied or standing by. Reads all of it.
     *
     * @throws ViewsClosedException if they are not here, or are being restored
     */
    public StateDigest digest(int partition) {
        requireOwnLog();
        try (StateSnapshot state = application.askAny(partition, PartitionViews::state)) {
            return state.digest(partition);
        }
    }

    @Override
    public void published(int partition, long upTo) {
        requireOwnLog();
        application.ask(partition, views -> {
            views.published(upTo);
            return upTo;
        });
    }

    @Override
    public void setAside(int partition, byte[] row, String why) {
        requireOwnLog();
        application.askAny(partition, views -> {
            views.setAside(row, why);
            return row;
        });
    }

    @Override
    public Map<Integer, Long> ends() {
        return ends.now();
    }

    /** Views of a log that is gone answer nothing. */
    private void requireOwnLog() {
        if (watch.isForeign()) {
            throw new ViewsClosedException();
        }
    }
}
