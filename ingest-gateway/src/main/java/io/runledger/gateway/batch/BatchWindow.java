package io.runledger.gateway.batch;

import io.runledger.core.concurrent.Ahead;
import io.runledger.gateway.record.RawRecord;
import io.runledger.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The items of a batch that are in its buffer together. They are read in parts, some of them ahead on other cores, and
 * then sent in their order, one right after the other, so that the producer puts them together. For one thread.
 */
final class BatchWindow<T extends SpecificRecord> {
    /** So many are read in one piece. */
    private static final int PART = 16;

    private final Reader<T> reader;
    private final Predicate<Read<T>> sender;
    private final List<Ahead<List<Read<T>>>> parts = new ArrayList<>();
    private List<RawRecord> part = new ArrayList<>(PART);
    private int count;
    private boolean stopped;

    /** Reads an item; by several threads. */
    interface Reader<T> {
        Read<T> read(int index, RawRecord item);
    }

    /**
     * An item that was read.
     *
     * @param problem why there is no record, if there is none
     * @param isNew whether its id was made here
     */
    record Read<T>(int line, @Nullable T record, @Nullable ProblemException problem, boolean isNew) {}

    /**
     * Makes an empty one.
     *
     * @param sender is given what was read, in order; false if nothing after it is to be sent
     */
    BatchWindow(Reader<T> reader, Predicate<Read<T>> sender) {
        this.reader = reader;
        this.sender = sender;
    }

    /** How many items were added, ever. */
    int count() {
        return count;
    }

    /** Whether nothing is to be sent any more. */
    boolean isStopped() {
        return stopped;
    }

    /** Adds the next item; the bytes it is in must stay as they are until {@link #finish}. */
    void add(RawRecord item) {
        part.add(item);
        count++;
        if (part.size() == PART) {
            begin();
        }
    }

    private void begin() {
        List<RawRecord> items = part;
        int first = count - items.size();
        part = new ArrayList<>(PART);
        parts.add(parts.isEmpty() ? Ahead.here(() -> read(first, items)) : Ahead.of(() -> read(first, items)));
    }

    private List<Read<T>> read(int first, List<RawRecord> items) {
        List<Read<T>> read = new ArrayList<>(items.size());
        for (RawRecord item : items) {
            read.add(reader.read(first + read.size(), item));
        }
        return read;
    }

    /** Sends everything that was added. */
    void finish() {
        if (!part.isEmpty()) {
            begin();
        }
        try {
            List<Read<T>> items = new ArrayList<>();
            parts.forEach(each -> items.addAll(each.get()));
            for (Read<T> item : items) {
                if (stopped || !sender.test(item)) {
                    stopped = true;
                    return;
                }
            }
        } finally {
            parts.forEach(Ahead::end);
            parts.clear();
        }
    }
}
