package io.runledger.streams.views.read;

import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ReadOptions;

/**
 * Walks over the rows of an index in its order. If rows have to be in several lists, each list in turn is moved to its
 * next place that is not before those of the others (a leapfrog join, Veldhuizen 2014), so that the cost follows the
 * shortest list and not the longest.
 */
final class PostingsJoin implements AutoCloseable {
    private final ScanPlan index;
    private final List<Rows> rows = new ArrayList<>();
    private boolean begun;
    private int steps;

    PostingsJoin(ScanPlan index, Database database, ReadOptions options) {
        this.index = index;
        index.lists().forEach(list -> rows.add(database.iterator(index.family(), options)));
    }

    /** Goes to the next row, at first to the first; false after the last. */
    boolean next() {
        boolean found = begun ? step() : begin();
        begun = true;
        return found && agree();
    }

    /** The row's key in the first list. */
    byte[] key() {
        return rows.get(0).key();
    }

    byte[] value() {
        return rows.get(0).value();
    }

    /** How often an iterator was moved. */
    int steps() {
        return steps;
    }

    private boolean begin() {
        if (!index.descending()) {
            return reach(0, index.from());
        }
        byte[] prefix = index.lists().get(0);
        byte[] below = index.below().length == 0 ? Range.after(prefix) : joined(prefix, index.below());
        Rows first = rows.get(0);
        first.seekForPrev(below);
        steps++;
        return (first.isValid() && Arrays.equals(first.key(), below)) ? step() : isWithin(0);
    }

    private boolean step() {
        if (index.descending()) {
            rows.get(0).prev();
        } else {
            rows.get(0).next();
        }
        steps++;
        return isWithin(0);
    }

    /** Brings all lists to the first place that they have in common, from the row of the first list on. */
    private boolean agree() {
        byte[] place = place(0);
        int agreeing = 1;
        for (int list = 1 % rows.size(); agreeing < rows.size(); list = (list + 1) % rows.size()) {
            if (!reach(list, place)) {
                return false;
            }
            byte[] reached = place(list);
            agreeing = Arrays.equals(reached, place) ? agreeing + 1 : 1;
            place = reached;
        }
        return true;
    }

    /** Moves a list to a place, or to its next one in the order walked; false if it has none. */
    private boolean reach(int list, byte[] place) {
        byte[] key = joined(index.lists().get(list), place);
        if (index.descending()) {
            rows.get(list).seekForPrev(key);
        } else {
            rows.get(list).seek(key);
        }
        steps++;
        return isWithin(list);
    }

    private boolean isWithin(int list) {
        Rows row = rows.get(list);
        if (!Range.within(row, index.lists().get(list))) {
            return false;
        }
        if (index.descending()) {
            return Arrays.compareUnsigned(place(list), index.from()) >= 0;
        }
        return index.below().length == 0 || Arrays.compareUnsigned(place(list), index.below()) < 0;
    }

    private byte[] place(int list) {
        byte[] key = rows.get(list).key();
        return Arrays.copyOfRange(key, index.lists().get(list).length, key.length);
    }

    private static byte[] joined(byte[] prefix, byte[] place) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + place.length);
        System.arraycopy(place, 0, key, prefix.length, place.length);
        return key;
    }

    @Override
    public void close() {
        rows.forEach(Rows::close);
    }
}
