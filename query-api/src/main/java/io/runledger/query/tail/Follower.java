package io.runledger.query.tail;

import io.runledger.core.access.Visibility;
import io.runledger.http.ProblemException;
import io.runledger.query.wait.AppliedOffsets;
import io.runledger.query.wait.LogEnd;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.read.RecordsSince;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * One reader's way through the log: each partition in order of sequence, from where it is to what is there now. Of
 * partitions among each other there is no order. Holds nothing but how far it is. For one thread at a time.
 */
final class Follower {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Views views;
    private final AppliedOffsets applied;
    private final Visibility visibility;
    private final RecordQuery query;
    private final int digest;
    private final int log;
    private final List<Integer> partitions;
    private final List<Long> next = new ArrayList<>();

    /** Where to begin among the partitions, so that a busy one does not keep the others waiting. */
    private int turn;

    private boolean more;

    /**
     * A record, and where its reader is after it.
     *
     * @param cursor continues after it
     */
    record Step(StoredRecord record, TailCursor cursor) {}

    /**
     * Begins after the cursor, else at the query's time, else after everything that is there now.
     *
     * @throws ProblemException 400 if the cursor is not one for this query, or ahead of the log, 503 if a partition's views are not here
     */
    Follower(Views views, AppliedOffsets applied, Visibility visibility, RecordQuery query, Optional<String> cursor) {
        this.views = views;
        this.visibility = visibility;
        this.applied = applied;
        this.query = query;
        log = views.logId().hashCode();
        digest = query.toString().hashCode(); // stable from process to process, as an enum's own hash is not
        partitions = query.run()
                .map(run -> List.of(RunPartition.of(run, views.partitions())))
                .orElseGet(() -> IntStream.range(0, views.partitions()).boxed().toList());
        if (cursor.isPresent()) {
            next.addAll(TailCursor.parse(cursor.get(), digest, log, partitions.size())
                    .next());
            requireWithinLog();
        } else {
            partitions.forEach(partition -> next.add(beginning(partition)));
        }
    }

    /** A cursor of another ledger may be ahead of this one's log, and would be silent until that is there. */
    private void requireWithinLog() {
        if (IntStream.range(0, partitions.size()).allMatch(at -> next.get(at) - 1 <= applied.of(partitions.get(at)))) {
            return;
        }
        Map<Integer, Long> ends = ends();
        for (int at = 0; at < partitions.size(); at++) {
            int partition = partitions.get(at);
            long end = ends.getOrDefault(partition, Long.MAX_VALUE);
            if (next.get(at) > end) {
                throw LogEnd.before(new Position(partition, next.get(at) - 1), end);
            }
        }
    }

    /** By what the broker says now: what it said before may be older than the cursor. Empty if it does not say soon. */
    private Map<Integer, Long> ends() {
        try {
            return views.endsFromNow().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    private long beginning(int partition) {
        try (PartitionReader reader = views.local().readAny(partition)) {
            return 1
                    + (query.since().isPresent()
                            ? reader.beforeSince(query)
                            : reader.tally().offset());
        } catch (ViewsClosedException e) {
            throw away(partition);
        }
    }

    /** Where the reader is. */
    TailCursor cursor() {
        return new TailCursor(digest, log, next);
    }

    /**
     * The next records. None does not mean that there are none: what one call looks at is bounded.
     *
     * @param mostBytes of the records as they are on the log; one that is larger comes alone
     * @throws ProblemException 503 if a partition's views are not here
     */
    List<Step> next(int most, int mostBytes) {
        List<Step> steps = new ArrayList<>();
        int bytes = mostBytes;
        more = false;
        int begin = turn;
        for (int i = 0; i < partitions.size(); i++) {
            int at = (begin + i) % partitions.size();
            if (steps.size() == most || bytes <= 0) {
                more = true;
                turn = at;
                break;
            }
            RecordsSince following = following(at, most - steps.size(), bytes);
            for (StoredRecord record : following.records()) {
                next.set(at, record.place().sequence() + 1);
                steps.add(new Step(record, cursor()));
            }
            next.set(at, following.upTo() + 1);
            bytes -= following.bytes();
            more |= following.more();
        }
        return steps;
    }

    /** Whether the last call left something to look at. */
    boolean hasMore() {
        return more;
    }

    private RecordsSince following(int at, int most, int mostBytes) {
        int partition = partitions.get(at);
        long seen = next.get(at) - 1;
        long reached = applied.of(partition);
        if (reached == AppliedOffsets.AWAY) {
            throw away(partition);
        }
        if (reached <= seen) {
            return RecordsSince.nothing(seen);
        }
        try (PartitionReader reader = views.local().readAny(partition)) {
            return reader.limitedTo(visibility).following(query, seen, most, mostBytes);
        } catch (ViewsClosedException e) {
            throw away(partition);
        }
    }

    private static ProblemException away(int partition) {
        return ProblemException.unavailable(
                "the views of partition " + partition + " are not ready: they are being rebuilt from the log, or move; "
                        + "come again with the last id or cursor, nothing is lost",
                SOON);
    }
}
