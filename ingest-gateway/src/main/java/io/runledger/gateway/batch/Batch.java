package io.runledger.gateway.batch;

import io.runledger.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of one request in their order. For one thread. */
final class Batch {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final List<BatchItem> items = new ArrayList<>();
    private @Nullable ProblemException unread;

    void add(BatchItem item) {
        items.add(item);
    }

    List<BatchItem> items() {
        return items;
    }

    /** Nothing after the last item is or can be read; what came before was sent and is kept. */
    void stop(ProblemException why) {
        unread = why;
    }

    boolean isUnread() {
        return unread != null;
    }

    /** Why the rest was not read. */
    @Nullable
    ProblemException unread() {
        return unread;
    }

    /** Waits for what was sent. The producer ends every send within the append timeout, so this ends, too. */
    void await() {
        try {
            for (BatchItem item : items) {
                item.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable(
                    "the server stops; items may or may not be on the log; sending them again is safe", RETRY_AFTER);
        }
    }
}
