package io.runledger.streams.views.replay;

import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.List;
import java.util.function.Function;

/** The views that serve while others are replayed beside them. */
public interface ServedViews {
    /** The partitions whose views are kept here: all, or where there are several nodes, those that are here now. */
    List<Integer> here();

    /**
     * Asks a partition's views, also if they only stand by.
     *
     * @throws ViewsClosedException if they are not here
     */
    <T> T askAny(int partition, Function<PartitionViews, T> question);

    /**
     * Waits until a partition's views have applied an offset.
     *
     * @throws IllegalStateException if they do not within half a minute
     */
    void awaitApplied(int partition, long offset) throws InterruptedException;

    /**
     * Lets replayed views serve in the place of a partition's.
     *
     * @return whether that was done; not if the replayed ones lag too far behind
     * @throws ViewsClosedException if the views are not here
     */
    boolean replace(int partition, FreshReplay replayed);
}
