package io.runledger.query.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.run.Attempt;
import io.runledger.core.run.Moment;
import io.runledger.core.run.RunStatus;
import io.runledger.core.run.Work;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.RunTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attempt at a run as it is listed.
 *
 * @param number 1 for the first by the producers' time
 * @param errorType what its end says went wrong, in short
 * @param errorMessage likewise, cut where it is long
 */
record RunAttempt(
        long number,
        Attempt<Moment> events,
        RunStatus status,
        Optional<Duration> took,
        Optional<String> errorType,
        Optional<String> errorMessage) {
    /** Of more attempts the newest are listed. */
    private static final int LISTED = 50;

    private static final int LONGEST = 1_000;

    /** The newest first. */
    static List<RunAttempt> read(RunTimes times, RunLife life) {
        List<RunAttempt> attempts = new ArrayList<>();
        for (Attempt<Moment> events : times.attempts(LISTED)) {
            boolean isNewest = attempts.isEmpty();
            Attempt<StoredRecord> records = isNewest
                    ? life.newest()
                    : new Attempt<>(Optional.empty(), events.finished().map(times::event));
            JsonNode error = RunLife.payload(records.finished()).path("error");
            attempts.add(new RunAttempt(
                    life.attempts() - attempts.size(),
                    events,
                    isNewest ? life.status() : RunLife.status(records),
                    isNewest ? life.took() : took(events),
                    text(error, "type"),
                    text(error, "message")));
        }
        return attempts;
    }

    private static Optional<String> text(JsonNode error, String name) {
        return Optional.ofNullable(error.path(name).textValue())
                .map(text -> text.codePointCount(0, text.length()) <= LONGEST
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…");
    }

    private static Optional<Duration> took(Attempt<Moment> events) {
        return events.started().flatMap(from -> events.finished().flatMap(to -> Work.took(from.at(), to.at())));
    }
}
