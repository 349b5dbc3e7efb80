package io.runledger.streams.views.read;

import io.runledger.streams.views.model.ViewEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the rows of a query that are visible, in its order. Rows that are not are passed over, so long as they are few;
 * then what is visible is searched by lists of its own, so that the cost follows what is found and not what is hidden. Usable
 * as long as its reader is open; for one thread.
 */
final class VisibleRows implements AutoCloseable {
    private static final int MOST_PASSED = 256;

    private final RecordQuery query;
    private final ScanPlan plan;
    private final PostingsJoin walk;
    private final EntryReader entries;
    private final Visible visible;
    private final RunDirectory directory;

    private @Nullable MergedRows merged;
    private @Nullable RecordRow row;
    private @Nullable ViewEntry entry;
    private int passed;

    VisibleRows(RecordQuery query, EntryReader entries, Visible visible, RunDirectory directory) {
        this.query = query;
        this.plan = ScanPlan.of(query);
        this.walk = entries.walk(plan);
        this.entries = entries;
        this.visible = visible;
        this.directory = directory;
    }

    /** Goes to the next row, at first to the first; false after the last. */
    boolean next() {
        if (query.run().filter(run -> !visible.hasRun(run)).isPresent()) {
            return false;
        }
        for (Optional<RecordRow> next = following(); next.isPresent(); next = following()) {
            RecordRow at = next.get();
            row = at;
            entry = null;
            if (visible.isEverything() || visible.has(query.kind(), at.run(), at.sequence(), this::entry)) {
                return true;
            }
            passed++;
            if (passed == MOST_PASSED) {
                merged =
                        MergedRows.after(at, query, entries, visible, directory).orElse(null);
            }
        }
        return false;
    }

    private Optional<RecordRow> following() {
        if (merged != null) {
            return merged.next();
        }
        return walk.next() ? Optional.of(RecordRow.of(query, plan, walk)) : Optional.empty();
    }

    /** The row that it is at. */
    RecordRow row() {
        if (row == null) {
            throw new IllegalStateException("it is at no row");
        }
        return row;
    }

    /** The entry of that row. */
    ViewEntry entry() {
        ViewEntry read = entry;
        if (read == null) {
            read = entries.entry(row());
            entry = read;
        }
        return read;
    }

    @Override
    public void close() {
        walk.close();
    }
}
