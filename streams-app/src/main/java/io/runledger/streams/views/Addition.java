package io.runledger.streams.views;

import java.util.List;

/**
 * What an entry adds, put together: everything but what depends on what stands already.
 *
 * @param rows where it stands
 * @param counters what it counts in
 */
record Addition(String run, Place place, BatchBytes rows, List<LastRows.Key> counters) {
    private static final byte[] NOTHING = {};
    private static final int ROOM = 2_048;

    static Addition of(Entry entry, Database database) {
        BatchBytes rows = new BatchBytes(ROOM + entry.wire().length);
        rows.put(database.id(Family.RECORDS), entry.recordKey(), StoredRecord.value(entry));
        rows.put(
                database.id(Family.IDS),
                Layout.id(entry.key()),
                Layout.number(entry.place().sequence()));
        int postings = database.id(Family.POSTINGS);
        byte[] run = new Layout.Key().put(entry.key().runId()).bytes();
        for (byte[] posting : entry.postings()) {
            rows.put(postings, posting, Layout.namesNoRun(posting) ? run : NOTHING);
        }
        List<LastRows.Key> counters = entry.counters().stream()
                .map(counter -> new LastRows.Key(Family.DIRECTORY, counter))
                .toList();
        return new Addition(entry.key().runId(), entry.place(), rows, counters);
    }
}
