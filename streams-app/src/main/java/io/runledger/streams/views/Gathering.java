package io.runledger.streams.views;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that Kafka Streams processes one by one, gathered to be applied together. Each of its threads gathers for itself,
 * and applies what it has before it asks the log for more ({@link Clients}): so nothing waits for a record that is yet to come.
 * What was not applied when a task is closed is read from the log again.
 */
final class Gathering {
    /** More than this of one store are not held back. */
    private static final int MOST = 500;

    private final ThreadLocal<Map<ViewsStore, List<LogRecord>>> gathered = ThreadLocal.withInitial(LinkedHashMap::new);

    void add(ViewsStore store, LogRecord record) {
        List<LogRecord> records = gathered.get().computeIfAbsent(store, none -> new ArrayList<>());
        records.add(record);
        if (records.size() == MOST) {
            gathered.get().remove(store);
            store.apply(records);
        }
    }

    /** Applies what this thread has. */
    void apply() {
        Map<ViewsStore, List<LogRecord>> all = gathered.get();
        while (!all.isEmpty()) {
            ViewsStore store = all.keySet().iterator().next();
            List<LogRecord> records = all.remove(store);
            if (records != null && store.isOpen()) {
                store.apply(records);
            }
        }
    }
}
