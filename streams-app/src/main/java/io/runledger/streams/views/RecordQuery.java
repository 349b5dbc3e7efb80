package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Which records are asked for; what is absent does not filter. Within a run the order is by sequence, over all runs by
 * created_at and sequence.
 *
 * @param type event type or artifact type
 * @param since no record that was appended before this time
 * @param after no record at or before this place, in the order asked for
 */
public record RecordQuery(
        RecordKey.Kind kind,
        Optional<String> run,
        Optional<String> task,
        Optional<String> type,
        Optional<Instant> since,
        boolean descending,
        Optional<Place> after) {

    /** Everything of a kind, oldest first. */
    public static RecordQuery all(RecordKey.Kind kind) {
        return new RecordQuery(
                kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    public RecordQuery run(Optional<String> value) {
        return new RecordQuery(kind, value, task, type, since, descending, after);
    }

    public RecordQuery task(Optional<String> value) {
        return new RecordQuery(kind, run, value, type, since, descending, after);
    }

    public RecordQuery type(Optional<String> value) {
        return new RecordQuery(kind, run, task, value, since, descending, after);
    }

    public RecordQuery since(Optional<Instant> value) {
        return new RecordQuery(kind, run, task, type, value, descending, after);
    }

    public RecordQuery descending(boolean value) {
        return new RecordQuery(kind, run, task, type, since, value, after);
    }

    public RecordQuery after(Optional<Place> value) {
        return new RecordQuery(kind, run, task, type, since, descending, value);
    }

    boolean matches(Entry entry) {
        return task.map(t -> t.equals(entry.task())).orElse(true)
                && type.map(t -> t.equals(entry.type())).orElse(true)
                && since.map(t -> entry.place().createdAt() >= t.toEpochMilli()).orElse(true);
    }
}
