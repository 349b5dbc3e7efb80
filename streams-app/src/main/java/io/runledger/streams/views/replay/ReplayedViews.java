package io.runledger.streams.views.replay;

import io.runledger.streams.views.log.LogUnavailableException;
import java.nio.file.Path;
import java.time.Duration;

/** Views that were rebuilt beside those that serve, and can take their place. For one thread. */
public interface ReplayedViews {
    /**
     * Applies everything before an offset that is on the log.
     *
     * @return whether that was done; not if the log gave nothing for some time
     * @throws LogUnavailableException if Kafka says that it cannot give it
     */
    boolean reaches(long end, Duration patience);

    /** Puts the views on disk, in another directory of the same disk. Nothing is applied from now on. */
    void moveTo(Path other);
}
