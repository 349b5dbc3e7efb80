package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import java.util.Arrays;
import java.util.Optional;
import org.rocksdb.RocksIterator;

/**
 * The narrowest range of keys that holds every answer to a query, and the way through it. What the range does not decide is
 * left to {@link RecordQuery#matches}.
 *
 * @param from where to begin going up: the prefix itself, or behind the last place that was seen
 * @param below where to begin going down: everything below it counts
 */
record Index(
        RecordKey.Kind kind,
        Optional<String> run,
        Family family,
        byte[] prefix,
        byte[] from,
        byte[] below,
        boolean descending) {

    static Index of(RecordQuery query) {
        return query.run().isPresent() ? withinRun(query, query.run().get()) : overAllRuns(query);
    }

    private static Index withinRun(RecordQuery query, String run) {
        Family family = Family.POSTINGS;
        byte[] prefix;
        if (query.task().isPresent()) {
            prefix = Layout.runPostings(
                            query.kind(), run, Layout.TASK, query.task().get())
                    .bytes();
        } else if (query.type().isPresent()) {
            prefix = Layout.runPostings(
                            query.kind(), run, Layout.TYPE, query.type().get())
                    .bytes();
        } else {
            family = Family.RECORDS;
            prefix = Layout.records(query.kind(), run).bytes();
        }
        byte[] from = prefix;
        byte[] below = Range.behind(prefix);
        if (query.after().isPresent()) {
            long sequence = query.after().get().sequence();
            from = append(prefix, sequence + 1);
            below = append(prefix, sequence);
        }
        return new Index(
                query.kind(),
                query.run(),
                family,
                prefix,
                query.descending() ? prefix : from,
                query.descending() ? below : Range.behind(prefix),
                query.descending());
    }

    private static Index overAllRuns(RecordQuery query) {
        byte[] prefix;
        if (query.task().isPresent()) {
            prefix = Layout.postings(query.kind(), Layout.TASK, query.task().get())
                    .bytes();
        } else if (query.type().isPresent()) {
            prefix = Layout.postings(query.kind(), Layout.TYPE, query.type().get())
                    .bytes();
        } else {
            prefix = Layout.postings(query.kind(), Layout.ALL, "").bytes();
        }
        byte[] since = query.since()
                .map(time -> append(prefix, Math.max(0, time.toEpochMilli())))
                .orElse(prefix);
        return timed(query.kind(), Family.POSTINGS, prefix, since, query.descending(), query.after());
    }

    /** The runs by their first record. */
    static Index runs(boolean descending, Optional<Place> after) {
        byte[] prefix = Layout.runsByFirst().bytes();
        return timed(RecordKey.Kind.EVENT, Family.DIRECTORY, prefix, prefix, descending, after);
    }

    private static Index timed(
            RecordKey.Kind kind,
            Family family,
            byte[] prefix,
            byte[] since,
            boolean descending,
            Optional<Place> after) {
        byte[] from = since;
        byte[] below = Range.behind(prefix);
        if (after.isPresent()) {
            Place place = after.get();
            if (descending) {
                below = append(prefix, place.createdAt(), place.sequence());
            } else {
                byte[] next = append(prefix, place.createdAt(), place.sequence() + 1);
                from = Arrays.compareUnsigned(next, since) > 0 ? next : since;
            }
        }
        return new Index(kind, Optional.empty(), family, prefix, from, below, descending);
    }

    void seek(RocksIterator rows) {
        if (!descending) {
            rows.seek(from);
            return;
        }
        rows.seekForPrev(below);
        if (rows.isValid() && Arrays.equals(rows.key(), below)) {
            rows.prev();
        }
    }

    boolean holds(RocksIterator rows) {
        return Range.within(rows, prefix) && (!descending || Arrays.compareUnsigned(rows.key(), from) >= 0);
    }

    void step(RocksIterator rows) {
        if (descending) {
            rows.prev();
        } else {
            rows.next();
        }
    }

    /** The key in {@code records} that a posting stands for. */
    byte[] recordKey(byte[] posting, byte[] value) {
        String of = run.orElseGet(() -> Layout.text(value, 0));
        return Layout.record(kind, of, Layout.number(posting, posting.length - 8));
    }

    private static byte[] append(byte[] prefix, long... numbers) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 8 * numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(Layout.number(numbers[i]), 0, key, prefix.length + 8 * i, 8);
        }
        return key;
    }
}
