package io.runledger.query.answer;

import io.runledger.core.run.RunStatus;
import io.runledger.core.run.Work;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.read.RunTimes;
import io.runledger.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * How long nothing may be heard of a run before it is not shown as running any more. This depends on when somebody looks, so
 * it is said in answers only, and never written: the views, digests and archives know what was told.
 *
 * @param limit zero if time shall change nothing
 */
public record RunSilence(Duration limit, InstantSource clock) {
    /** Decisions at the end of a run that are passed over, one by one, in looking for the last work. */
    private static final int PASSED_OVER = 100;

    private static final int AT_ONCE = 10;

    /**
     * How a run goes as far as can be seen.
     *
     * @param since when the log last took something from the run's producers, if that is too long ago; empty if it is not,
     *     or if it does not matter
     */
    record Seen(RunStatus status, Optional<Instant> since) {}

    /**
     * What was told to run is stalled once it is silent. What nobody said began is running as long as there is work, and is
     * unknown once it is silent: its producers do not say when they end.
     *
     * @param told by its attempts
     * @param isEnded whether the end of its newest attempt was told
     */
    Seen seen(RunStatus told, boolean isEnded, Optional<RunTimes.Span> work, PartitionReader reader, String run) {
        if (limit.isZero() || isEnded || work.isEmpty()) {
            return new Seen(told, Optional.empty());
        }
        Instant heard = heard(work.get(), reader, run);
        boolean isSilent = heard.plus(limit).isBefore(clock.instant());
        if (told == RunStatus.RUNNING) {
            return isSilent ? new Seen(RunStatus.STALLED, Optional.of(heard)) : new Seen(told, Optional.empty());
        }
        return new Seen(isSilent ? RunStatus.UNKNOWN : RunStatus.RUNNING, Optional.empty());
    }

    /** When the log took the last of the run's work, or of what it produced. */
    private static Instant heard(RunTimes.Span work, PartitionReader reader, String run) {
        Optional<String> of = Optional.of(run);
        Instant worked = lastWork(RecordQuery.all(Kind.EVENT).run(of).descending(true), reader)
                .orElseGet(() -> taken(reader.times(run).event(work.last())));
        return reader.page(RecordQuery.all(Kind.ARTIFACT).run(of).descending(true), 1).stream()
                .map(RunSilence::taken)
                .filter(worked::isBefore)
                .findFirst()
                .orElse(worked);
    }

    /** Most often it is the first that is looked at. */
    private static Optional<Instant> lastWork(RecordQuery newestFirst, PartitionReader reader) {
        List<StoredRecord> page = reader.page(newestFirst, 1);
        for (int looked = page.size(); !page.isEmpty(); looked += page.size()) {
            for (StoredRecord stored : page) {
                if (Work.is(((Event) stored.record()).getEventType())) {
                    return Optional.of(taken(stored));
                }
            }
            if (looked >= PASSED_OVER) {
                break;
            }
            page = reader.page(
                    newestFirst.after(Optional.of(page.get(page.size() - 1).place())), AT_ONCE);
        }
        return Optional.empty();
    }

    /** What was imported was taken where it came from. */
    private static Instant taken(StoredRecord stored) {
        return Instant.ofEpochMilli(stored.atOrigin().place().createdAt());
    }
}
