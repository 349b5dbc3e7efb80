package io.runledger.streams.views.model;

import io.runledger.streams.views.store.BatchBytes;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.RowCache;
import java.util.List;

/**
 * What an entry adds, prepared to be written: everything that does not depend on what is stored already.
 *
 * @param rows the rows of the entry
 * @param counters what it counts in
 */
public record EntryWrites(String run, Place place, BatchBytes rows, List<RowCache.Key> counters) {
    private static final byte[] NOTHING = {};
    private static final int ROOM = 2_048;

    public static EntryWrites of(ViewEntry entry, Database database) {
        BatchBytes rows = new BatchBytes(ROOM + entry.wire().length);
        rows.put(database.id(Family.RECORDS), entry.recordKey(), StoredRecord.value(entry));
        rows.put(
                database.id(Family.IDS),
                Layout.id(entry.key()),
                KeyBuilder.number(entry.place().sequence()));
        int postings = database.id(Family.POSTINGS);
        byte[] run = new KeyBuilder().put(entry.key().runId()).bytes();
        for (byte[] posting : entry.postings()) {
            rows.put(postings, posting, Layout.namesNoRun(posting) ? run : NOTHING);
        }
        List<RowCache.Key> counters = entry.counters().stream()
                .map(counter -> new RowCache.Key(Family.DIRECTORY, counter))
                .toList();
        return new EntryWrites(entry.key().runId(), entry.place(), rows, counters);
    }
}
