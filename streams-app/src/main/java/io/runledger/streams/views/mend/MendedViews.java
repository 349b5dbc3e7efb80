package io.runledger.streams.views.mend;

import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.Map;
import java.util.Optional;

/** The views as the mender needs them: it reads what they ask for, and tells them what was done. Thread-safe. */
public interface MendedViews {
    /** This node as its peers see it; empty if it is the only one. */
    Optional<Node> self();

    /** Where a partition's views are. */
    Placement placement(int partition);

    /** @throws ViewsClosedException if this node does not apply the partition, or its views are being restored */
    PartitionReader read(int partition);

    /**
     * The same, also if this node only stands by.
     *
     * @throws ViewsClosedException if they are not here
     */
    PartitionReader readAny(int partition);

    /** Forgets rejected records that were published, up to and with an offset. */
    void published(int partition, long upTo);

    /** Sets a row of a partition's outbox aside that cannot be done. */
    void setAside(int partition, byte[] row, String why);

    /** The offset that the next record of each partition will get, by what the broker says. */
    Map<Integer, Long> ends();
}
