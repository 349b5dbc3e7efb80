package io.runledger.streams.views.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The rows of a query from those lists alone that are visible as a whole: of the runs in a scope, of the data classes up to a
 * clearance. Each costs a look-up in its list, however much there is in others. Usable as long as its reader is open; for one
 * thread.
 */
final class MergedRows {
    /** Each costs a look-up before the first row is found. */
    private static final int MOST_LISTS = 2_000;

    private final boolean timed;
    private final EntryReader entries;
    private final PriorityQueue<RecordRow> heads;

    private MergedRows(RecordQuery query, EntryReader entries) {
        this.timed = query.isTimed();
        this.entries = entries;
        Comparator<RecordRow> order = timed
                ? Comparator.comparing(RecordRow::place, Place.BY_TIME)
                : Comparator.comparingLong(RecordRow::sequence);
        this.heads = new PriorityQueue<>(query.descending() ? order.reversed() : order);
    }

    /** The rows after one; empty if there are no such lists, or too many. */
    static Optional<MergedRows> after(
            RecordRow row, RecordQuery query, EntryReader entries, Visible visible, RunDirectory directory) {
        List<RecordQuery> lists = byClass(byRun(List.of(query), visible, directory), visible);
        if (lists.size() > MOST_LISTS || lists.equals(List.of(query))) {
            return Optional.empty();
        }
        MergedRows merged = new MergedRows(query, entries);
        lists.forEach(list -> merged.add(list, row));
        return Optional.of(merged);
    }

    private static List<RecordQuery> byRun(List<RecordQuery> lists, Visible visible, RunDirectory directory) {
        RecordQuery query = lists.get(0);
        if (query.run().isPresent() || visible.hasAllRuns()) {
            return lists;
        }
        return directory.runNames("", MOST_LISTS + 1).stream()
                .map(run -> query.run(Optional.of(run)))
                .toList();
    }

    private static List<RecordQuery> byClass(List<RecordQuery> lists, Visible visible) {
        if (lists.isEmpty()
                || lists.get(0).kind() != RecordKey.Kind.ARTIFACT
                || lists.get(0).filters().containsKey(Dimension.DATA_CLASS)
                || visible.hiddenClasses().isEmpty()) {
            return lists;
        }
        List<RecordQuery> each = new ArrayList<>();
        for (String dataClass : visible.classes()) {
            lists.forEach(list -> each.add(list.where(Dimension.DATA_CLASS, Optional.of(dataClass))));
        }
        return each;
    }

    Optional<RecordRow> next() {
        RecordRow first = heads.poll();
        if (first == null) {
            return Optional.empty();
        }
        add(first.query(), first);
        return Optional.of(first);
    }

    /** Adds a list's first row after another row. */
    private void add(RecordQuery list, RecordRow row) {
        RecordQuery rest = list.after(Optional.of(timed ? row.place() : new Place(row.sequence(), 0)));
        ScanPlan plan = timed ? ScanPlan.timed(rest) : ScanPlan.of(rest);
        try (PostingsJoin walk = entries.walk(plan)) {
            if (walk.next()) {
                heads.add(RecordRow.of(list, plan, walk));
            }
        }
    }
}
