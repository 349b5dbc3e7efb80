package io.runledger.cli;

import io.runledger.standalone.terminal.ClearFailure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists {@code runledger bench} among the commands. The bench is a module of its own, which the launcher starts instead of this one. */
@Command(
        name = "bench",
        description = "Measure ledgers that are started for it, each figure beside what bounds it on the same machine.")
final class BenchCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "SCENARIO", description = "What to measure; all unless named.")
    private List<String> scenarios = List.of();

    @Override
    public Integer call() {
        throw new ClearFailure("The bench runs from a checkout: ./runledger bench "
                + String.join(" ", scenarios).strip());
    }
}
