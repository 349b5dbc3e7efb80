package io.runledger.cli.export;

import io.runledger.cli.client.LedgerOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runledger bundle}: takes the bundle of a run. */
@Command(
        name = "bundle",
        description = "Take all of one run out of a running ledger: what it was, did, used and produced.",
        mixinStandardHelpOptions = true)
public final class BundleCommand implements Callable<Integer> {
    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--checkpoints", description = "With the run's checkpoints, as they are now.")
    private boolean checkpoints;

    @Override
    public Integer call() throws Exception {
        Output to = output.checked();
        new ExportDownload(ledger.connect()).take(new BundleQuery(run, checkpoints).path(), to);
        System.out.println("Bundled to " + to.path());
        return 0;
    }
}
