package io.runledger.core.access;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a ledger a principal may see: runs by their ids, and artifacts by their data class. What it may not see does not
 * exist for it.
 *
 * @param prefixes of run ids, in order, none of which begins with another; the empty prefix is that of all runs
 * @param clearance the highest data class
 */
public record Visibility(List<String> prefixes, DataClass clearance) {
    public static final Visibility EVERYTHING = new Visibility(List.of(""), DataClass.SENSITIVE);

    public Visibility {
        List<String> shortest = new ArrayList<>();
        for (String prefix : prefixes.stream().sorted().toList()) {
            if (shortest.stream().noneMatch(prefix::startsWith)) {
                shortest.add(prefix);
            }
        }
        prefixes = List.copyOf(shortest);
    }

    public boolean includesRun(String run) {
        for (String prefix : prefixes) {
            if (run.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    public boolean includesAllRuns() {
        return prefixes.contains("");
    }

    /** Whether artifacts of a data class are seen; those of an unknown one are seen by nobody who is limited. */
    public boolean includesClass(String dataClass) {
        return includesAllClasses()
                || DataClass.of(dataClass)
                        .filter(each -> each.compareTo(clearance) <= 0)
                        .isPresent();
    }

    public boolean includesAllClasses() {
        return clearance == DataClass.SENSITIVE;
    }

    public boolean isEverything() {
        return includesAllRuns() && includesAllClasses();
    }

    /** Whether all that the other includes is included here, too. */
    public boolean includes(Visibility other) {
        return other.clearance.compareTo(clearance) <= 0
                && other.prefixes.stream().allMatch(this::includesRun);
    }
}
