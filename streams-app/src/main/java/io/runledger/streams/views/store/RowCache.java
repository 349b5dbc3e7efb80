package io.runledger.streams.views.store;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are read before they are written: counters, and where a run begins. The last ones are kept, as they are
 * in the database. For the thread that applies.
 */
public final class RowCache {
    private static final int MOST = 4_096;
    private static final byte[] ABSENT = {};

    private final Database database;
    private final Map<Key, byte[]> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
            return size() > MOST;
        }
    };

    /** A row's place, with equality by content. */
    public static final class Key {
        public final Family family;
        public final byte[] bytes;
        private final int hash;

        public Key(Family family, byte[] bytes) {
            this.family = family;
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && family == key.family
                    && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    public RowCache(Database database) {
        this.database = database;
    }

    public byte @Nullable [] get(Key key) {
        byte[] row = last.get(key);
        if (row == null) {
            byte[] stored = database.get(key.family, key.bytes);
            row = stored == null ? ABSENT : stored;
            last.put(key, row);
        }
        return row == ABSENT ? null : row;
    }

    /** What was written; null for a row that was deleted. */
    public void written(Map<Key, byte @Nullable []> rows) {
        rows.forEach((key, row) -> last.put(key, row == null ? ABSENT : row));
    }
}
