package io.runledger.streams.views.mend;

import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.Map;
import java.util.Optional;

/** The views as the mender needs them: it reads what is to be done, and notes what was done. Thread-safe. */
public interface MendedViews {
    /** This node as its peers see it; empty if it is the only one. */
    Optional<Node> self();

    /** Where a partition's views are. Of use only where there are several nodes. */
    Placement placement(int partition);

    /**
     * One partition's views as they are now. Close the reader soon, in the same thread.
     *
     * @throws ViewsClosedException if this node does not apply the partition, or its views are being restored
     */
    PartitionReader read(int partition);

    /**
     * The same, also if this node only stands by; the reader's tally says how far it is.
     *
     * @throws ViewsClosedException if they are not here
     */
    PartitionReader readAny(int partition);

    /** Forgets rejected records that were published, up to and with an offset. */
    void published(int partition, long upTo);

    /** Sets aside a row of a partition's outbox that cannot be done. */
    void setAside(int partition, byte[] row, String why);

    /** The offset that the next record of each partition will get, as the broker says. */
    Map<Integer, Long> ends();
}
