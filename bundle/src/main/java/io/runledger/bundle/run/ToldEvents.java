package io.runledger.bundle.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.run.Attempt;
import io.runledger.core.run.Moment;
import io.runledger.core.run.Work;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Gathers what a run is told from out of its events, one by one, whatever their order. Memory holds five of them. */
public final class ToldEvents implements Telling {
    private final String run;
    private @Nullable ObjectNode first;
    private @Nullable ObjectNode firstStart;
    private @Nullable ObjectNode lastStart;
    private @Nullable ObjectNode firstEnd;
    private @Nullable ObjectNode lastEnd;
    private long starts;
    private boolean gated;

    public ToldEvents(String run) {
        this.run = run;
    }

    @Override
    public void add(ObjectNode event) {
        String type = event.path("event_type").asText();
        if (Work.is(type)) {
            first = earlier(first, event);
        }
        if (type.equals(RunEvents.STARTED)) {
            firstStart = earlier(firstStart, event);
            lastStart = later(lastStart, event);
            starts++;
        } else if (type.equals(RunEvents.FINISHED)) {
            firstEnd = earlier(firstEnd, event);
            lastEnd = later(lastEnd, event);
        }
        gated = gated || type.equals(EventList.GATE.eventType());
    }

    @Override
    public RunEvents told() {
        boolean isEndedBeforeItsStart = firstEnd != null
                && (firstStart == null
                        || moment(firstEnd).at().isBefore(moment(firstStart).at()));
        return new RunEvents(
                run,
                Optional.ofNullable(first),
                Attempt.newest(Optional.ofNullable(lastStart), Optional.ofNullable(lastEnd), ToldEvents::moment),
                OptionalLong.of(starts + (isEndedBeforeItsStart ? 1 : 0)),
                gated);
    }

    private static ObjectNode earlier(@Nullable ObjectNode one, ObjectNode other) {
        return one == null || moment(other).compareTo(moment(one)) < 0 ? other : one;
    }

    private static ObjectNode later(@Nullable ObjectNode one, ObjectNode other) {
        return one == null || moment(other).compareTo(moment(one)) > 0 ? other : one;
    }

    /** A time that cannot be read is before all others. */
    private static Moment moment(ObjectNode event) {
        return new Moment(
                RunDocument.time(event).orElse(Instant.MIN),
                event.path("event_id").asText());
    }
}
