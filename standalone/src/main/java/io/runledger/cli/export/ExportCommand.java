package io.runledger.cli.export;

import io.runledger.cli.client.LedgerOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runledger export}: takes the portable export of a ledger, or of a part of it. */
@Command(
        name = "export",
        description = "Take records out of a running ledger, as a zip or a directory that any tool can read.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--run", paramLabel = "RUN", description = "Only this run.")
    private Optional<String> run = Optional.empty();

    @Option(names = "--bundle-id", paramLabel = "BUNDLE", description = "Only what belongs to this bundle.")
    private Optional<String> bundle = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what was written or decided since this RFC 3339 time.")
    private Optional<String> since = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Output to = output.checked();
        new ExportDownload(ledger.connect())
                .take(new ExportQuery(run, bundle, since).target().toString(), to);
        System.out.println("Exported to " + to.path());
        return 0;
    }
}
