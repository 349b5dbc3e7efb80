package io.runledger.streams.views.model;

import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.ReadOptions;

/**
 * What a partition has counted, as of a snapshot. Usable while that is open.
 *
 * @param hidden what of it is not told, by the counters' keys
 */
public record Counts(Database database, ReadOptions options, Map<ByteBuffer, Long> hidden) {
    public Counts(Database database, ReadOptions options) {
        this(database, options, Map.of());
    }

    /** 0 if nothing was counted. */
    public long of(byte[] key) {
        byte[] count = database.get(Family.DIRECTORY, options, key);
        return count == null ? 0 : told(key, count);
    }

    private long told(byte[] key, byte[] count) {
        return KeyReader.number(count, 0) - (hidden.isEmpty() ? 0 : hidden.getOrDefault(ByteBuffer.wrap(key), 0L));
    }

    /** Those of tasks, whose keys name a run and then a task, or the other way round. */
    public List<TaskCounts> ofTasks(byte[] prefix, byte[] from, int limit, Naming run, Naming task) {
        Map<String, long[]> counts = new LinkedHashMap<>();
        try (Rows rows = database.iterator(Family.DIRECTORY, options)) {
            for (rows.seek(from); Range.within(rows, prefix); rows.next()) {
                byte[] key = rows.key();
                long count = told(key, rows.value());
                if (count == 0) {
                    continue;
                }
                int kind = key[KeyReader.end(key, prefix.length) + 1] == 'e' ? 0 : 1;
                String name = KeyReader.text(key, prefix.length);
                if (counts.size() == limit && !counts.containsKey(name)) {
                    break;
                }
                counts.computeIfAbsent(name, n -> new long[2])[kind] = count;
            }
        }
        return counts.entrySet().stream()
                .map(e -> new TaskCounts(run.of(e.getKey()), task.of(e.getKey()), e.getValue()[0], e.getValue()[1]))
                .toList();
    }

    /** Which of two names a key's text is. */
    public interface Naming {
        public String of(String text);
    }

    /** All whose keys begin so, by what their keys end with. */
    public Map<String, Long> all(Family family, KeyBuilder begin) {
        byte[] prefix = begin.bytes();
        Map<String, Long> counts = new TreeMap<>();
        try (Rows rows = database.iterator(family, options)) {
            for (rows.seek(prefix); Range.within(rows, prefix); rows.next()) {
                byte[] key = rows.key();
                long count = told(key, rows.value());
                if (count > 0) {
                    counts.put(KeyReader.text(key, prefix.length), count);
                }
            }
        }
        return counts;
    }
}
