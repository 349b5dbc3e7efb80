package io.runledger.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line {@code runledger bench}. Exit codes: 0 measured, 1 failed with one line that says why, 2 wrong usage. */
@Command(
        name = "runledger bench",
        description = "Measure a ledger that is started for it, and stopped again.",
        mixinStandardHelpOptions = true,
        subcommands = {DecideCommand.class, HelpCommand.class})
final class Main implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("runledger: the measurement failed: " + failure);
            return 1;
        });
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
