package io.runledger.query.answer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.run.Attempt;
import io.runledger.core.run.RunStatus;
import io.runledger.core.run.Work;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RunTimes;
import io.runledger.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run goes, by what its own events say: its newest {@link Attempt}, and when its producers were at work. Times are those
 * that the producers gave. What came straight by Kafka keeps no payload contract: what cannot be used is not said.
 *
 * @param attempts how many there are
 * @param work empty if no producer told of any
 */
public record RunLife(Attempt<StoredRecord> newest, long attempts, Optional<RunTimes.Span> work, RunSilence.Seen seen) {

    public static RunLife read(PartitionReader reader, String run, RunSilence silence) {
        RunTimes times = reader.times(run);
        Attempt<StoredRecord> newest = times.newest();
        Optional<RunTimes.Span> work = times.ofRun();
        RunSilence.Seen seen = silence.seen(status(newest), newest.finished().isPresent(), work, reader, run);
        return new RunLife(newest, times.attemptCount(), work, seen);
    }

    /** What an attempt's own events tell. */
    public static RunStatus status(Attempt<StoredRecord> attempt) {
        return RunStatus.of(
                attempt,
                Optional.ofNullable(payload(attempt.finished()).path("status").textValue()));
    }

    /** As it is shown now. */
    public RunStatus status() {
        return seen.status();
    }

    /** When the newest attempt began; where nobody told, when the run's work did. */
    Optional<Instant> startedAt() {
        return newest.started()
                .map(RunLife::occurredAt)
                .or(() -> work.map(span -> span.first().at()));
    }

    Optional<Instant> finishedAt() {
        return newest.finished().map(RunLife::occurredAt);
    }

    /** From the start to the end. */
    Optional<Duration> took() {
        return startedAt().flatMap(from -> finishedAt().flatMap(to -> Work.took(from, to)));
    }

    /** The payload of its start; an empty object if there is none. */
    ObjectNode begun() {
        return payload(newest.started());
    }

    /** The payload of its end; an empty object if there is none. */
    ObjectNode ended() {
        return payload(newest.finished());
    }

    static ObjectNode payload(Optional<StoredRecord> event) {
        return event.map(RegisteredJson::payload).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    static Instant occurredAt(StoredRecord stored) {
        return ((Event) stored.record()).getOccurredAt();
    }
}
