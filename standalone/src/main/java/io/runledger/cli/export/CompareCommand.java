package io.runledger.cli.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.compare.ComparedRun;
import io.runledger.bundle.compare.Comparison;
import io.runledger.bundle.compare.ComparisonTable;
import io.runledger.cli.client.LedgerOption;
import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runledger compare}: what differs between two runs. */
@Command(
        name = "compare",
        description = "Compare two runs: configuration, status, durations, events, artifacts, scores.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:equal in status, configuration, artifacts, scores and gates",
            "1:different",
            "2:wrong usage, or one cannot be read",
            "3:nothing is known to differ, but not everything is known"
        })
public final class CompareCommand implements Callable<Integer> {
    private static final int EQUAL = 0;
    private static final int DIFFERENT = 1;
    private static final int UNREADABLE = 2;
    private static final int UNKNOWN = 3;

    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BASELINE", description = "A bundle, a zip or a directory; or a run.")
    private String baseline = "";

    @Parameters(index = "1", paramLabel = "CANDIDATE", description = "Likewise.")
    private String candidate = "";

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Comparison comparison = new Comparison(read(baseline), read(candidate));
            if (json) {
                out.println(new ObjectMapper().writeValueAsString(comparison.json()));
            } else {
                ComparisonTable.of(comparison).forEach(out::println);
            }
            return switch (comparison.outcome()) {
                case EQUAL -> EQUAL;
                case DIFFERENT -> DIFFERENT;
                case UNKNOWN -> UNKNOWN;
            };
        } catch (IOException | ClearFailure e) {
            return unreadable(String.valueOf(e.getMessage()));
        } finally {
            out.flush();
        }
    }

    private int unreadable(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("runledger: " + why);
        err.flush();
        return UNREADABLE;
    }

    /** What is no file and no directory is taken for a run of the ledger. */
    private ComparedRun read(String named) throws IOException, InterruptedException {
        Path path = Path.of(named);
        if (Files.exists(path)) {
            return opened(named, path);
        }
        Path directory = Files.createTempDirectory("runledger-compare");
        Path bundle = directory.resolve("bundle.zip");
        try {
            new ExportDownload(ledger.connect()).save(new BundleQuery(named, false).path(), bundle);
            return opened(named, bundle);
        } finally {
            Files.deleteIfExists(bundle);
            Files.delete(directory);
        }
    }

    private static ComparedRun opened(String named, Path bundle) throws IOException {
        try {
            return ComparedRun.read(bundle, Limits.DEFAULT);
        } catch (IOException e) {
            throw new IOException("cannot read " + named + ": " + e.getMessage(), e);
        }
    }
}
