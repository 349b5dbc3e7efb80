package io.runledger.streams.guard;

import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a partition's runs: as in the views, of several events that register a file the one that stands first on the
 * log counts. May be told again, like {@link GuardState}.
 */
final class GuardFiles {
    private static final int FEW = 8;

    private final GuardTable table;
    private final Newest newest;

    GuardFiles(GuardTable table) {
        this.table = table;
        this.newest = new Newest(table);
    }

    /** @param sequence where the event stands; a retry of it moves it */
    void register(Event event, String file, long sequence) {
        String run = event.getRunId();
        String id = event.getEventId();
        String task = event.getTaskId() == null ? "" : event.getTaskId();
        String place = GuardKeys.number(sequence);
        Registration before = registration(run, id);
        if (before != null && before.place.compareTo(place) > 0) {
            return;
        }
        if (!task.isEmpty()) {
            table.put(GuardKeys.ofTask(run, task, file, id), GuardState.NOTHING);
        }
        table.put(GuardKeys.file(run, file, place, id), GuardState.NOTHING);
        newest.put(GuardKeys.registers(run, id), place, GuardKeys.key(file, task));
        if (before != null && !before.place.equals(place)) {
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
        byte[] prefix = GuardKeys.file(run, file);
        List<byte[]> keys = table.keys(prefix, FEW);
        return first(run, keys)
                .or(() -> keys.size() < FEW ? Optional.empty() : first(run, table.keys(prefix, Integer.MAX_VALUE)))
                .orElse(null);
    }

    /** Of those that stand where their event stands now: others were left by a guard that was late. */
    private Optional<String> first(String run, List<byte[]> keys) {
        for (byte[] key : keys) {
            List<String> parts = GuardKeys.parts(key);
            String event = parts.get(parts.size() - 1);
            Registration registration = registration(run, event);
            if (registration != null
                    && registration.place.equals(parts.get(parts.size() - 2))
                    && table.get(GuardKeys.erased(new RecordKey(RecordKey.Kind.EVENT, run, event))) == null) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    private @Nullable Registration registration(String run, String event) {
        byte[] key = newest.key(GuardKeys.registers(run, event)).orElse(null);
        byte[] value = key == null ? null : table.get(key);
        if (key == null || value == null) {
            return null;
        }
        List<String> numbered = GuardKeys.parts(key);
        List<String> parts = GuardKeys.parts(value);
        return new Registration(parts.get(0), parts.get(1), numbered.get(numbered.size() - 1));
    }

    private record Registration(String file, String task, String place) {}
}
