package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.run.EventList;
import io.runledger.bundle.run.RunEvents;
import io.runledger.bundle.run.Telling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers from the events what the other files of a bundle must say: of each entry of a list its digest only. */
final class ToldRule implements ExportRule {
    private final Map<EventList, List<IdDigest>> entries = new EnumMap<>(EventList.class);
    private final int most;
    private final Telling events;
    private long count;

    /**
     * Begins.
     *
     * @param version of the bundle's form
     * @param most entries that are remembered
     */
    ToldRule(String run, int version, int most) {
        this.most = most;
        events = Telling.of(run, version);
        for (EventList list : EventList.values()) {
            entries.put(list, new ArrayList<>());
        }
    }

    @Override
    public void check(Line line, Findings findings) {
        if (line.file() != ExportFile.EVENTS) {
            return;
        }
        events.add(line.record());
        Optional<EventList> list = Optional.ofNullable(line.text("event_type")).flatMap(EventList::of);
        if (list.isPresent() && count++ < most) {
            of(list.get()).add(digest(list.get().entry(line.record())));
        }
    }

    /** What the events tell of the run. */
    RunEvents events() {
        return events.told();
    }

    /** The entries that a list must have. */
    List<IdDigest> of(EventList list) {
        List<IdDigest> of = entries.get(list);
        if (of == null) {
            throw new IllegalStateException("no entries of " + list);
        }
        return of;
    }

    /** Whether entries were left out. */
    boolean isFull() {
        return count > most;
    }

    static IdDigest digest(ObjectNode entry) {
        return IdDigest.of(new String(Json.line(entry), StandardCharsets.UTF_8));
    }
}
