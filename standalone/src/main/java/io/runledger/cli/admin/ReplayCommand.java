package io.runledger.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.cli.client.LedgerOption;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.up.DataDirectory;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runledger replay}: rebuilds a ledger's views from its log, while it serves or while it is stopped. */
@Command(
        name = "replay",
        description = {
            "Rebuild the views from the log. A running ledger serves on meanwhile; of several nodes, the one that is named replays its own.",
            "--offline throws the views of a stopped ledger away: its next start rebuilds them."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Option(names = "--offline", description = "Of a ledger that is stopped, in its data directory.")
    private boolean offline;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the stopped ledger is kept, with --offline (default: ./runledger-data).")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        if (data != null && !offline) {
            throw new ParameterException(
                    spec.commandLine(), "--data is for --offline; a running ledger is named by --url");
        }
        if (offline) {
            startOver(data == null ? Path.of("./runledger-data") : data);
        } else {
            replay();
        }
        return 0;
    }

    private void replay() throws InterruptedException {
        JsonNode replay = new AdminApi(ledger.connect()).done("/admin/replay", new ProgressLines(System.err));
        if (!replay.path("state").asText().equals("done")) {
            throw new ClearFailure("The replay failed; what was not replayed yet serves on as it was: "
                    + replay.path("failure").asText());
        }
        System.out.println("Replayed " + replay.path("records").asLong() + " records in "
                + replay.path("took_seconds").asText()
                + " s (" + replay.path("records_per_second").asLong() + " a second); the new views serve now.");
        replay.path("highest_sequence")
                .properties()
                .forEach(each -> System.out.println("  partition " + each.getKey() + ": highest sequence "
                        + each.getValue().asLong()));
    }

    private static void startOver(Path directory) throws IOException {
        try (DataDirectory stopped = DataDirectory.existing(directory)) {
            Views.discard(stopped.state());
            System.out.println("The views in " + stopped.state()
                    + " are thrown away: the next \"runledger up\" rebuilds them from the log.");
        } catch (ViewsException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
