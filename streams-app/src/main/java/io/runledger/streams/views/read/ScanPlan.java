package io.runledger.streams.views.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which lists hold the rows that are asked for, and between which places. A row has to be in all of the lists; its key
 * is its list's prefix and then its place: the sequence, or created_at and sequence, the same in all lists of an index.
 *
 * @param from the first place
 * @param below the place after the last; empty if there is none
 */
record ScanPlan(Family family, List<byte[]> lists, byte[] from, byte[] below, boolean descending) {
    private static final byte[] OPEN = {};

    static ScanPlan of(RecordQuery query) {
        return query.isTimed() ? timed(query) : sequenced(query);
    }

    private static ScanPlan sequenced(RecordQuery query) {
        String run = query.run().orElseThrow();
        Optional<Long> after = query.after().map(Place::sequence);
        byte[] from = after.filter(s -> !query.descending())
                .map(s -> KeyBuilder.number(s + 1))
                .orElse(OPEN);
        byte[] below =
                after.filter(s -> query.descending()).map(KeyBuilder::number).orElse(OPEN);
        if (query.filters().isEmpty()) {
            byte[] records = Layout.records(query.kind(), run).bytes();
            return new ScanPlan(Family.RECORDS, List.of(records), from, below, query.descending());
        }
        List<byte[]> lists = new ArrayList<>();
        query.filters()
                .forEach((dimension, value) -> lists.add(
                        Layout.runPostings(query.kind(), run, dimension, value).bytes()));
        return new ScanPlan(Family.POSTINGS, lists, from, below, query.descending());
    }

    /** In order of time, also within a run. */
    static ScanPlan timed(RecordQuery query) {
        RecordKey.Kind kind = query.kind();
        List<byte[]> lists = new ArrayList<>();
        query.run()
                .ifPresent(run -> lists.add(Layout.timedRunPostings(kind, run).bytes()));
        query.filters()
                .forEach((dimension, value) ->
                        lists.add(Layout.postings(kind, dimension, value).bytes()));
        if (lists.isEmpty()) {
            lists.add(Layout.allPostings(kind).bytes());
        }
        return timed(
                Family.POSTINGS,
                lists,
                query.since().map(ScanPlan::millis).orElse(OPEN),
                query.until().map(ScanPlan::millis).orElse(OPEN),
                query.descending(),
                query.after());
    }

    /** What came after a sequence, in order of the log and not of time: a clock may step back, the log does not. */
    static ScanPlan following(RecordQuery query, long afterSequence) {
        if (query.run().isPresent()) {
            return sequenced(query.descending(false).after(Optional.of(new Place(afterSequence, 0))));
        }
        byte[] all = Layout.followings(query.kind()).bytes();
        return new ScanPlan(Family.POSTINGS, List.of(all), KeyBuilder.number(afterSequence + 1), OPEN, false);
    }

    /** The runs by their first record. */
    static ScanPlan runs(RunQuery query) {
        return timed(
                Family.DIRECTORY,
                List.of(Layout.runsByFirst().bytes()),
                query.since().map(ScanPlan::millis).orElse(OPEN),
                query.until().map(ScanPlan::millis).orElse(OPEN),
                query.descending(),
                query.after());
    }

    /** Rejected records by the time of their append. */
    static ScanPlan rejects(RejectQuery query) {
        return timed(
                Family.REJECTS,
                List.of(Layout.rejects(query.reason()).bytes()),
                query.since().map(ScanPlan::millis).orElse(OPEN),
                query.until().map(ScanPlan::millis).orElse(OPEN),
                query.descending(),
                query.after());
    }

    private static ScanPlan timed(
            Family family, List<byte[]> lists, byte[] since, byte[] until, boolean descending, Optional<Place> after) {
        byte[] from = since;
        byte[] below = until;
        if (after.isPresent()) {
            Place place = after.get();
            if (descending) {
                byte[] here = place(place.createdAt(), place.sequence());
                below = until.length == 0 || Arrays.compareUnsigned(here, until) < 0 ? here : until;
            } else {
                byte[] next = place(place.createdAt(), place.sequence() + 1);
                from = Arrays.compareUnsigned(next, since) > 0 ? next : since;
            }
        }
        return new ScanPlan(family, lists, from, below, descending);
    }

    private static byte[] millis(Instant time) {
        return KeyBuilder.number(Math.max(0, time.toEpochMilli()));
    }

    private static byte[] place(long createdAt, long sequence) {
        return new KeyBuilder().put(createdAt).put(sequence).bytes();
    }
}
