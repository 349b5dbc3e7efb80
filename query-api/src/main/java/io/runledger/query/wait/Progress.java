package io.runledger.query.wait;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How far the views of this node are, as far as reads wait for it. Thread-safe. */
interface Progress {
    /** A partition's views: those that are applied here, or any that are. */
    record Copy(int partition, boolean any) {}

    /** The last offset that is applied, or {@link AppliedOffsets#AWAY}. Opens a snapshot. */
    long reached(Copy copy);

    /** Whether the views are here, by what is in memory. */
    boolean isHere(Copy copy);

    /** Where the log ended a moment ago, if the broker says so. */
    Optional<Map<Integer, Long>> recentEnds();

    /** Where the log ends by what the broker is asked from now on. */
    CompletableFuture<Map<Integer, Long>> endsFromNow();
}
