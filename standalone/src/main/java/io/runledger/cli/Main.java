package io.runledger.cli;

import io.runledger.cli.access.KeysCommand;
import io.runledger.cli.admin.ReplayCommand;
import io.runledger.cli.admin.VerifyCommand;
import io.runledger.cli.client.LedgerOption;
import io.runledger.cli.demo.DemoCommand;
import io.runledger.cli.export.BundleCommand;
import io.runledger.cli.export.CompareCommand;
import io.runledger.cli.export.ExportCommand;
import io.runledger.cli.export.ValidateCommand;
import io.runledger.cli.imports.ImportCommand;
import io.runledger.cli.ledger.StatusCommand;
import io.runledger.cli.ledger.StopCommand;
import io.runledger.cli.ledger.UpCommand;
import io.runledger.cli.load.LoadCommand;
import io.runledger.cli.redact.RedactCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
            StatusCommand.class,
            StopCommand.class,
            ReplayCommand.class,
            VerifyCommand.class,
            KeysCommand.class,
            ExportCommand.class,
            BundleCommand.class,
            CompareCommand.class,
            ValidateCommand.class,
            ImportCommand.class,
            BenchCommand.class,
            RedactCommand.class,
            HelpCommand.class
        },
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Start here:",
            "  runledger up       start a ledger at http://127.0.0.1:8080",
            "  runledger demo     record an agent's run in it, to look at",
            "  runledger status   tell how it is",
            "  runledger stop     stop it",
            "",
            "\"runledger COMMAND --help\" explains a command."
        })
final class Main implements Runnable {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    /** Before the name of a command as well as after it. */
    @Mixin(name = LedgerOption.MIXIN)
    private final LedgerOption ledger = new LedgerOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .versionProvider(new Version()));
        return line.setExecutionStrategy(main::execute)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        Failures.failed(failure, command, main.verbose || System.getenv("RUNLEDGER_DEBUG") != null));
    }

    /** An option that would be passed over silently is refused. */
    private int execute(ParseResult parsed) {
        ParseResult subcommand = parsed.subcommand();
        if (subcommand != null
                && ledger.isGiven()
                && subcommand.commandSpec().findOption("--url") == null
                && !parsed.isUsageHelpRequested()) {
            CommandSpec command = subcommand.commandSpec();
            throw new ParameterException(command.commandLine(), "\"" + command.name() + "\" has no --url");
        }
        return new CommandLine.RunLast().execute(parsed);
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
