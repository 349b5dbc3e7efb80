package io.runledger.bundle.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.run.Attempt;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How bundles of the first version of the form were told, so that they are checked by what was right then: the first
 * {@code run.started} and the last {@code run.finished} by order of the log, whatever their times.
 */
final class FirstForm implements Telling {
    private final String run;
    private @Nullable ObjectNode first;
    private @Nullable ObjectNode started;
    private @Nullable ObjectNode finished;
    private boolean gated;

    FirstForm(String run) {
        this.run = run;
    }

    @Override
    public void add(ObjectNode event) {
        String type = event.path("event_type").asText();
        if (first == null) {
            first = event;
        }
        if (type.equals(RunEvents.STARTED) && started == null) {
            started = event;
        } else if (type.equals(RunEvents.FINISHED)) {
            finished = event;
        }
        gated = gated || type.equals(EventList.GATE.eventType());
    }

    @Override
    public RunEvents told() {
        return new RunEvents(
                run,
                Optional.ofNullable(first),
                new Attempt<>(Optional.ofNullable(started), Optional.ofNullable(finished)),
                OptionalLong.empty(),
                gated);
    }
}
