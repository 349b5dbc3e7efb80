package io.runledger.endtoend.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A ledger as users have it: {@code runledger up} in a process of its own, which can be killed. */
public final class LedgerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Runledger is ready at (http://\\S+) .*");

    private final Process process;
    private final LedgerApi api;

    private LedgerProcess(Process process, String url) {
        this.process = process;
        this.api = new LedgerApi(url);
    }

    public static LedgerProcess start(Path data) throws Exception {
        return start(data, 0, Map.of());
    }

    /** @param registryPort 0 for any */
    public static LedgerProcess start(Path data, int registryPort, Map<String, String> environment) throws Exception {
        Path errors = Files.createTempFile("runledger-up", ".log");
        List<String> command = TestJvm.command("-Xmx512m");
        command.addAll(List.of("io.runledger.cli.Main", "up", "--data", data.toString()));
        command.addAll(List.of("--port", "0", "--kafka-port", "0", "--registry-port", String.valueOf(registryPort)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.to(errors.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            Optional<String> url = readyAt(process).get(90, TimeUnit.SECONDS);
            if (url.isEmpty()) {
                throw new IllegalStateException("it ended without being ready: " + Files.readString(errors));
            }
            return new LedgerProcess(process, url.get());
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    /** Among what else it says, which is read to its end: a process whose output nobody takes stands still. */
    private static CompletableFuture<Optional<String>> readyAt(Process process) {
        CompletableFuture<Optional<String>> at = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    process.inputReader(UTF_8).lines().map(READY::matcher).forEach(ready -> {
                        if (ready.matches()) {
                            at.complete(Optional.of(ready.group(1)));
                        }
                    });
                    at.complete(Optional.empty());
                },
                "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return at;
    }

    public LedgerApi api() {
        return api;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing of it runs any more, no shutdown hook either. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }
}
