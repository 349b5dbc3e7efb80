package io.runledger.streams.views.serve;

import io.runledger.streams.views.log.LogRecord;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Records that Kafka Streams processes one by one, collected to be applied together. Each stream thread collects its
 * own, and applies them before it polls the log again ({@link BufferingClients}), so that nothing waits for a record
 * that is yet to come. What was not applied when a task is closed is read from the log again.
 */
final class PollBuffer {
    /** No more than this are held back for one store. */
    private static final int MOST = 500;

    private final ThreadLocal<Set<ViewsStore>> stores = ThreadLocal.withInitial(LinkedHashSet::new);

    void add(ViewsStore store, LogRecord record) {
        stores.get().add(store);
        if (store.gather(record) == MOST) {
            store.applyGathered();
        }
    }

    /** Applies what this thread has collected. */
    void apply() {
        Set<ViewsStore> some = stores.get();
        while (!some.isEmpty()) {
            ViewsStore store = some.iterator().next();
            some.remove(store);
            store.applyGathered();
        }
    }
}
