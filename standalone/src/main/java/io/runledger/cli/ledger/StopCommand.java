package io.runledger.cli.ledger;

import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.terminal.StartProgress;
import io.runledger.standalone.up.DirectoryLock;
import io.runledger.standalone.up.LedgerOwner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code runledger stop}: stops the ledger that runs on a data directory, as Ctrl-C would, and waits until it has ended. */
@Command(
        name = "stop",
        description = "Stop the ledger that runs on a data directory, and wait until it has ended.",
        mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
    /** Longer than {@code up} gives itself. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(50);

    @Mixin
    private final DataOption data = new DataOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = data.directory();
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.exists(directory.resolve(DirectoryLock.NAME))) {
            throw new ClearFailure(
                    "There is no ledger in " + directory + ": name the directory of the running one with --data.");
        }
        Optional<LedgerOwner> owner = LedgerOwner.of(directory);
        if (owner.isEmpty()) {
            out.println("No ledger is running on " + directory + ".");
            out.flush();
            return 0;
        }
        ProcessHandle process = owner.get()
                .process()
                .orElseThrow(() -> new ClearFailure("The ledger on " + directory + " is not a process of this system"
                        + owner.get().pid().map(pid -> " (it says " + pid + ")").orElse("")
                        + ": stop it where it was started."));
        out.println("Stopping the ledger on " + directory + " (process " + process.pid() + ")");
        out.flush();
        long began = System.nanoTime();
        if (!process.destroy()) {
            throw new ClearFailure("Process " + process.pid() + " cannot be stopped: you have no permission.");
        }
        while (process.isAlive() || DirectoryLock.isHeld(directory)) {
            if (System.nanoTime() - began > LIMIT.toNanos()) {
                throw new ClearFailure("The ledger has not ended within " + LIMIT.toSeconds() + " s: \"kill -9 "
                        + process.pid() + "\" ends it; nothing that was accepted is lost.");
            }
            Thread.sleep(LOOK.toMillis());
        }
        out.println("Stopped after " + StartProgress.seconds(Duration.ofNanos(System.nanoTime() - began)));
        out.flush();
        return 0;
    }
}
