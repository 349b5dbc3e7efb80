package io.runledger.gateway.batch;

import io.runledger.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The items of one request in their order, and how many of them the log has yet to answer. */
final class Batch {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final List<BatchItem> items = new ArrayList<>();

    /** The reader counts as one, so that the batch is not complete before all of it was read. */
    private final AtomicInteger pending = new AtomicInteger(1);

    private final CountDownLatch complete = new CountDownLatch(1);
    private @Nullable ProblemException unread;

    BatchItem add(int line) {
        BatchItem item = new BatchItem(this, line);
        items.add(item);
        return item;
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

    void expect() {
        pending.incrementAndGet();
    }

    void settled() {
        if (pending.decrementAndGet() == 0) {
            complete.countDown();
        }
    }

    /** Waits for what was sent. The producer ends every send within the append timeout, so this ends, too. */
    void await() {
        settled();
        try {
            complete.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable(
                    "the server stops; items may or may not be on the log; sending them again is safe", RETRY_AFTER);
        }
    }
}
