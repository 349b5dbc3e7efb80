package io.runledger.cli.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.cli.client.LedgerClient;
import io.runledger.cli.client.LedgerOption;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.up.LedgerOwner;
import io.runledger.standalone.up.RunningLedger;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code runledger status}: whether a ledger runs here, where, and how it is. */
@Command(
        name = "status",
        description = "Tell whether a ledger is running, where, whether it is ready, and how much it holds.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is ready", "1:it is not ready, or no ledger is running", "2:wrong usage"})
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Here> here = ledger.named().isPresent() && !data.isGiven() ? Optional.empty() : here(data.directory());
        if (here.isEmpty() && data.isGiven()) {
            throw new ClearFailure("No ledger is running on " + data.directory()
                    + ": start it with \"runledger up --data " + data.directory() + "\".");
        }
        String url = ledger.named()
                .or(() -> here.map(found -> found.running().url()))
                .orElseGet(ledger::url);
        LedgerStatus status = LedgerStatus.of(new LedgerClient(url));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = status.json();
            here.ifPresent(found -> found.add(all));
            out.println(all);
        } else {
            status.lines(here.flatMap(found -> found.running().version())).forEach(out::println);
            here.ifPresent(found -> found.lines().forEach(out::println));
        }
        out.flush();
        return status.isReady() ? 0 : 1;
    }

    /** What this machine knows of it. */
    private record Here(Path directory, LedgerOwner owner, RunningLedger running) {
        List<String> lines() {
            return List.of(
                    "  data      " + directory
                            + owner.pid().map(pid -> " (process " + pid + ")").orElse(""),
                    "  Kafka     " + running.bootstrapServers(),
                    "  registry  " + running.registryUrl());
        }

        void add(ObjectNode all) {
            all.put("data", directory.toString());
            owner.pid().ifPresent(pid -> all.put("pid", pid));
            running.version().ifPresent(version -> all.put("version", version));
            all.put("kafka", running.bootstrapServers());
            all.put("registry", running.registryUrl());
        }
    }

    private static Optional<Here> here(Path directory) throws IOException {
        Optional<LedgerOwner> owner = LedgerOwner.of(directory);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Here(
                directory,
                owner.get(),
                RunningLedger.in(directory)
                        .orElseThrow(() -> new ClearFailure("The ledger on " + directory
                                + " is starting or stopping"
                                + owner.get()
                                        .pid()
                                        .map(pid -> " (process " + pid + ")")
                                        .orElse("")
                                + ": ask again in a moment."))));
    }
}
