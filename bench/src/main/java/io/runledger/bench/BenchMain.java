package io.runledger.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line {@code runledger bench}. Exit codes: 0 measured, 1 failed with one line that says why, 2 wrong usage. */
@Command(
        name = "runledger bench",
        description = "Measure ledgers that are started for it, each figure beside what bounds it on the same machine.",
        footerHeading = "%nScenarios:%n",
        mixinStandardHelpOptions = true)
final class BenchMain implements Callable<Integer> {
    private static final int LINE = 120;

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "What to measure; all unless named.")
    private List<String> scenarios = List.of();

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Events of a full ledger; turns grow with it (default: ${DEFAULT-VALUE}).")
    private int events = 200_000;

    @Option(names = "--seed", paramLabel = "S", description = "Of what is made up (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report there, too, with every round.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    private BenchMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new BenchMain()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("runledger: the measurement failed: " + failure);
            return 1;
        });
        line.setUsageHelpWidth(LINE);
        line.getCommandSpec().usageMessage().footer(Scenarios.described());
        return line;
    }

    @Override
    public Integer call() throws Exception {
        if (events < 1_000) {
            throw wrong("--events must be 1000 or more, not " + events);
        }
        List<Scenario> chosen = chosen();
        Path file = json;
        if (file != null && !Files.isDirectory(file.toAbsolutePath().resolveSibling(""))) {
            throw wrong("--json names a file in a directory that is not there: " + file);
        }
        PrintStream progress = System.err;
        Machine machine = Machine.now();
        Bench bench = new Bench(events, seed, new Report(progress), progress);
        for (int i = 0; i < chosen.size(); i++) {
            Scenario scenario = chosen.get(i);
            progress.println(scenario.name() + " (" + (i + 1) + " of " + chosen.size() + "): " + scenario.about());
            scenario.measure(bench);
        }
        bench.report().print(spec.commandLine().getOut(), machine);
        if (file != null) {
            bench.report().write(file, machine, bench);
        }
        return 0;
    }

    private List<Scenario> chosen() {
        try {
            return Scenarios.named(scenarios);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
