package io.runledger.standalone;

import io.runledger.standalone.admin.ReplayCommand;
import io.runledger.standalone.admin.VerifyCommand;
import io.runledger.standalone.demo.DemoCommand;
import io.runledger.standalone.export.BundleCommand;
import io.runledger.standalone.export.CompareCommand;
import io.runledger.standalone.export.ExportCommand;
import io.runledger.standalone.export.ValidateCommand;
import io.runledger.standalone.imports.ImportCommand;
import io.runledger.standalone.load.LoadCommand;
import io.runledger.standalone.up.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line {@code runledger}. Exit codes: 0 done, 1 failed with one line that says why, 2 wrong usage; {@code validate}, {@code import} and {@code compare} have their own. */
@Command(
        name = "runledger",
        description = "A ledger, on Kafka, of what runs did and what they produced.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            UpCommand.class,
            LoadCommand.class,
            DemoCommand.class,
            ReplayCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            BundleCommand.class,
            CompareCommand.class,
            ValidateCommand.class,
            ImportCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Start here:",
            "  runledger up                  a ledger at http://127.0.0.1:8080",
            "  runledger demo                record this project's last test run in it",
            "  runledger load FILE...        post files of events and artifacts to it",
            "  runledger replay              make its views again from the log, while it serves",
            "  runledger verify              prove that its views are what the log gives",
            "  runledger export -o FILE      take its records out, for any tool to read",
            "  runledger bundle RUN -o FILE  take one run out, to be inspected and audited",
            "  runledger compare A B         tell what differs between two runs or bundles",
            "  runledger validate FILE       check what was taken out, without a ledger",
            "  runledger import FILE         bring what was taken out into another ledger",
            "  runledger bench decide        measure how long a verdict takes, beside the limit"
        })
final class Main implements Runnable {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        Main main = new Main();
        return new CommandLine(main)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        Failures.failed(failure, command, main.verbose || System.getenv("RUNLEDGER_DEBUG") != null));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"runledger " + (version == null ? "(unpackaged build)" : version)};
        }
    }
}
