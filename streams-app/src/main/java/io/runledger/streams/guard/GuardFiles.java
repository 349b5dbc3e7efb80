package io.runledger.streams.guard;

import io.runledger.v1.Event;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a partition's runs: as in the views, of several events that register a file the one that stands first on the
 * log counts. May be told again, like {@link GuardState}.
 */
final class GuardFiles {
    private final Table table;

    GuardFiles(Table table) {
        this.table = table;
    }

    /** @param sequence where the event stands; a retry of it moves it */
    void register(Event event, String file, long sequence) {
        String run = event.getRunId();
        String id = event.getEventId();
        String task = event.getTaskId() == null ? "" : event.getTaskId();
        String place = String.format("%016x", sequence);
        Registration before = registration(run, id);
        if (!task.isEmpty()) {
            table.put(GuardKeys.ofTask(run, task, file, id), GuardState.NOTHING);
        }
        table.put(GuardKeys.file(run, file, place, id), GuardState.NOTHING);
        table.put(GuardKeys.registers(run, id), GuardKeys.key(file, task, place));
        if (before != null && !before.equals(new Registration(file, task, place))) {
            table.delete(GuardKeys.file(run, before.file, before.place, id));
        }
    }

    void erase(String run, String event) {
        Registration registration = registration(run, event);
        if (registration != null) {
            table.delete(GuardKeys.file(run, registration.file, registration.place, event));
            table.delete(GuardKeys.ofTask(run, registration.task, registration.file, event));
        }
    }

    /** Those of the task, and of those that a proof names the ones that exist in the run. */
    List<String> evidence(String run, String task, @Nullable List<String> named) {
        Set<String> files = new LinkedHashSet<>();
        for (byte[] key : table.keys(GuardKeys.ofTask(run, task), GuardState.MOST_EVIDENCE)) {
            List<String> parts = GuardKeys.parts(key);
            String file = parts.get(parts.size() - 2);
            if (parts.get(parts.size() - 1).equals(first(run, file))) {
                files.add(file);
            }
        }
        for (String file : named == null ? List.<String>of() : named) {
            if (first(run, file) != null) {
                files.add(file);
            }
        }
        return List.copyOf(files);
    }

    /** The event that counts for a file; null if there is none. */
    private @Nullable String first(String run, String file) {
        return table.keys(GuardKeys.file(run, file), 1).stream()
                .map(GuardKeys::parts)
                .map(parts -> parts.get(parts.size() - 1))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Registration registration(String run, String event) {
        byte[] value = table.get(GuardKeys.registers(run, event));
        if (value == null) {
            return null;
        }
        List<String> parts = GuardKeys.parts(value);
        return new Registration(parts.get(0), parts.get(1), parts.get(2));
    }

    private record Registration(String file, String task, String place) {}
}
