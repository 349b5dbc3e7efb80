package io.runledger.streams.views.read;

import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.ViewEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the visible records of a query. Usable as long as its reader is open; for one thread. */
final class RecordSearch {
    /** How many rows are looked at for the runs that have a record. */
    private static final int MOST_OF_RUNS = 10_000;

    /** How many rows one call looks at, so that a rare filter blocks nobody. */
    private static final int MOST_LOOKED_AT = 1_000;

    private final EntryReader entries;
    private final Visible visible;
    private final RunDirectory directory;

    RecordSearch(EntryReader entries, Visible visible, RunDirectory directory) {
        this.entries = entries;
        this.visible = visible;
        this.directory = directory;
    }

    VisibleRows rows(RecordQuery query) {
        return new VisibleRows(query, entries, visible, directory);
    }

    List<StoredRecord> page(RecordQuery query, int limit, long mostWeight) {
        List<StoredRecord> page = new ArrayList<>();
        long weight = 0;
        try (VisibleRows rows = rows(query)) {
            while (page.size() < limit && weight < mostWeight && rows.next()) {
                StoredRecord record = entries.stored(rows.entry());
                weight += record.weight();
                page.add(record);
            }
        }
        return page;
    }

    /** @param applied up to where the log is applied, if there is nothing after what is found */
    RecordsSince following(RecordQuery query, long afterSequence, int most, int mostBytes, long applied) {
        if (query.run().filter(run -> !visible.hasRun(run)).isPresent()) {
            return RecordsSince.nothing(Math.max(afterSequence, applied)); // as of a run that does not exist
        }
        ScanPlan plan = ScanPlan.following(query, afterSequence);
        List<StoredRecord> found = new ArrayList<>();
        int bytes = 0;
        int looked = 0;
        long last = afterSequence;
        try (PostingsJoin walk = entries.walk(plan)) {
            while (walk.next()) {
                if (looked == MOST_LOOKED_AT || found.size() >= most) {
                    return new RecordsSince(found, bytes, last, true);
                }
                RecordRow row = RecordRow.of(query, plan, walk);
                if (visible.hasRun(row.run())) {
                    ViewEntry entry = entries.entry(row);
                    if (query.matches(entry) && visible.has(query.kind(), row.run(), row.sequence(), () -> entry)) {
                        if (bytes + entry.wire().length > mostBytes && !found.isEmpty()) {
                            return new RecordsSince(found, bytes, last, true);
                        }
                        bytes += entry.wire().length;
                        found.add(entries.stored(entry));
                    }
                }
                last = row.sequence();
                looked++;
            }
        }
        return new RecordsSince(found, bytes, Math.max(last, applied), false);
    }

    /** The least sequence of the first records in order of time, or what comes next if there is none. */
    long firstSequence(RecordQuery query, long next) {
        long first = next;
        int looked = 0;
        ScanPlan plan = ScanPlan.of(query.descending(false).after(Optional.empty()));
        try (PostingsJoin walk = entries.walk(plan)) {
            while (looked < MOST_LOOKED_AT && walk.next()) {
                first = Math.min(first, RecordRow.of(query, plan, walk).sequence());
                looked++;
            }
        }
        return first;
    }

    Set<String> runs(RecordQuery query) {
        Set<String> runs = new TreeSet<>();
        int looked = 0;
        try (VisibleRows rows = rows(query)) {
            while (looked++ < MOST_OF_RUNS && rows.next()) {
                runs.add(rows.row().run());
            }
        }
        return runs;
    }
}
