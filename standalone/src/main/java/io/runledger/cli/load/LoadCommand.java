package io.runledger.cli.load;

import io.runledger.cli.client.LedgerOption;
import io.runledger.cli.client.RecordSender;
import io.runledger.cli.load.LoadResult.Problem;
import io.runledger.standalone.terminal.ClearFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code runledger load}: posts files of events and artifacts, and says what came of each. */
@Command(
        name = "load",
        description = "Post NDJSON files of events or artifacts to a running ledger. Safe to repeat.",
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A file with one JSON object per line; - reads standard input.")
    private List<String> files = List.of();

    @Override
    public Integer call() throws Exception {
        List<InputFile> inputs = files.stream().map(InputFile::readable).toList();
        long began = System.nanoTime();
        LoadResult result;
        try (LoadProgress progress = LoadProgress.of(inputs)) {
            result = new Loader(new RecordSender(ledger.connect()), progress).load(inputs);
        }
        Optional<Problem> stop = result.stop();
        if (stop.isPresent() && result.total() == 0) {
            throw new ClearFailure(stop.get().text());
        }
        result.summaryLines(Duration.ofNanos(System.nanoTime() - began)).forEach(System.out::println);
        result.problemLines().forEach(System.err::println);

        if (stop.isPresent()) {
            throw new ClearFailure("Stopped at " + stop.get()
                    + " Load the same files again then: what is there already is not stored twice.");
        }
        if (result.refused() > 0) {
            throw new ClearFailure("Refused records: " + result.refused() + ". Correct them and load the files again.");
        }
        return 0;
    }
}
