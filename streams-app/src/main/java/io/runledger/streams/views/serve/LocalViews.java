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

/** The views that are in this process, as long as they are of the log that is there. Thread-safe. */
final class LocalViews implements MendedViews {
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

    boolean owns(int partition) {
        return !watch.isForeign() && application.owns(partition);
    }

    boolean has(int partition) {
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

    long applied(int partition) {
        requireOwnLog();
        return application.askAny(partition, PartitionViews::openTally).offset();
    }

    long appliedByOwner(int partition) {
        requireOwnLog();
        return application.ask(partition, PartitionViews::openTally).offset();
    }

    StateDigest digest(int partition) {
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
