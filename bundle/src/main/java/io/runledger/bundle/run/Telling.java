package io.runledger.bundle.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gathers from a run's events, as in an export and in order of the log, what tells how it went. */
public interface Telling {
    /** Takes the next event. */
    void add(ObjectNode event);

    /** What was told so far. */
    RunEvents told();

    /** As bundles of this version of the form were told. */
    static Telling of(String run, int version) {
        return version == 1 ? new FirstForm(run) : new ToldEvents(run);
    }
}
