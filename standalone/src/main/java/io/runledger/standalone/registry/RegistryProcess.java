package io.runledger.standalone.registry;

import io.runledger.standalone.console.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Apicurio schema registry as a child process. What it acknowledged it still has after a kill -9, under the same ids.
 * It ends with this process, however that ends. Safe to use from several threads.
 */
public final class RegistryProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration UNREADY_STOP_LIMIT = Duration.ofSeconds(3);
    private static final String WAS_READY = "was-ready";

    private final Process process;
    private final ClassArchive archive;
    private final String url;
    private final Path log;
    private final Path wasReadyMark;
    private final CompletableFuture<Integer> unexpectedEnd;
    private boolean ready;
    private boolean closed;

    private RegistryProcess(Process process, ClassArchive archive, String url, Path log, Path wasReadyMark) {
        this.process = process;
        this.archive = archive;
        this.url = url;
        this.log = log;
        this.wasReadyMark = wasReadyMark;
        this.unexpectedEnd = process.onExit().thenCompose(this::ended);
    }

    /**
     * Starts a registry that keeps its schemas in {@code directory}. It serves once {@link #awaitReady} returns.
     *
     * @param port a free one; the caller has looked
     * @param log its output; overwritten at every start
     */
    public static RegistryProcess launch(Path directory, Path log, String host, int port) throws IOException {
        RegistryHome home = RegistryHome.find();
        Path data = Files.createDirectories(directory).toAbsolutePath();
        if (!Files.exists(data.resolve(WAS_READY))) {
            // Ended while it made its tables: nobody has registered anything yet, and it would not mend them.
            Files.deleteIfExists(data.resolve(RegistryCommand.DATABASE + ".mv.db"));
        }
        ClassArchive archive = ClassArchive.in(archiveDirectory(home, data), home.runnerJar(), RegistryHome.ownCode());

        Process process = new ProcessBuilder(RegistryCommand.line(home, archive, data, host, port))
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        String reachable = RegistryCommand.reachable(host);
        return new RegistryProcess(process, archive, "http://" + reachable + ":" + port, log, data.resolve(WAS_READY));
    }

    /** Waits until it serves; a registry that never will is a clear failure, and the caller's to close. */
    public void awaitReady() throws IOException {
        try {
            new ReadyPoll(process, url, log).await(START_LIMIT);
            Files.writeString(wasReadyMark, "");
            synchronized (this) {
                ready = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClearFailure("The start of the schema registry was interrupted.", e);
        }
    }

    /** The base URL of its Confluent API. */
    public String confluentUrl() {
        return url + "/apis/ccompat/v7";
    }

    public long pid() {
        return process.pid();
    }

    /** Completes with the exit code when the registry ends without having been closed. */
    public CompletableFuture<Integer> unexpectedEnd() {
        return unexpectedEnd.copy();
    }

    /** Ends it at once, without a chance to write anything: what a power cut or an out-of-memory killer would do. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        boolean wasReady;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            wasReady = ready;
        }
        boolean inTime = false;
        try {
            // The end of its input is the signal to stop; see EndsWithParent.
            process.getOutputStream().close();
            inTime = process.waitFor((wasReady ? STOP_LIMIT : UNREADY_STOP_LIMIT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            LOG.info("The pipe to the registry was closed already: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!inTime) {
            process.destroyForcibly().onExit().join();
        }
        // A start that was broken off has seen too few classes to be worth keeping.
        archive.keep(wasReady && inTime && process.exitValue() == 0);
    }

    private synchronized CompletableFuture<Integer> ended(Process ended) {
        return closed ? new CompletableFuture<>() : CompletableFuture.completedFuture(ended.exitValue());
    }

    /** Beside the program if possible, so that every ledger of this build shares it. */
    private static Path archiveDirectory(RegistryHome home, Path data) {
        Path beside = home.runnerJar().getParent();
        return beside != null && Files.isWritable(beside) ? beside : data;
    }
}
