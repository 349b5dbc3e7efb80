package io.runledger.standalone.export;

import io.runledger.standalone.load.LedgerOption;
import java.nio.file.Path;
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

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "A zip to write, or a directory to unpack into: one that is there, or ends with a slash.")
    private String output = "";

    @Option(names = "--checkpoints", description = "With the run's checkpoints, as they are now.")
    private boolean checkpoints;

    @Override
    public Integer call() throws Exception {
        new ExportClient(ledger.url()).take(new BundleQuery(run, checkpoints).path(), output);
        System.out.println("Bundled to " + Path.of(output));
        return 0;
    }
}
