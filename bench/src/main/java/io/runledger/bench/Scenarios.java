package io.runledger.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All scenarios, in the order in which they run. */
final class Scenarios {
    static final List<Scenario> ALL = List.of(
            new AppendScenario("append", false),
            new ApplyScenario(),
            new VisibleScenario(),
            new ReadScenario(),
            new ReplayScenario(),
            new RestoreScenario(),
            new ExportScenario(),
            new CostScenario(),
            new DecideScenario(),
            new AppendScenario("fsync", true),
            new MicroScenario());

    private Scenarios() {}

    /**
     * Those of these names, in the order of {@link #ALL}; without names all that are not only run by name.
     *
     * @throws IllegalArgumentException if there is none of a name
     */
    static List<Scenario> named(List<String> names) {
        for (String name : names) {
            if (ALL.stream().noneMatch(each -> each.name().equals(name))) {
                throw new IllegalArgumentException("there is no scenario " + name + "; there are "
                        + ALL.stream().map(Scenario::name).collect(Collectors.joining(", ")));
            }
        }
        return ALL.stream()
                .filter(each -> names.isEmpty() ? !each.onlyByName() : names.contains(each.name()))
                .toList();
    }

    /** For the usage text, a line each. */
    static String[] described() {
        Function<Scenario, String> line = each ->
                String.format("  %-8s %s%s", each.name(), each.about(), each.onlyByName() ? " (only by name)" : "");
        return ALL.stream().map(line).toArray(String[]::new);
    }
}
