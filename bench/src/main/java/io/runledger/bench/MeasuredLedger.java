package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.bench.views.MeasuredViews;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ledger as users have it, {@code runledger up}, in a process of its own: neither its collector nor its compiler runs in
 * the one that measures.
 */
final class MeasuredLedger implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("Runledger is ready at (http://\\S+) .*; Kafka (\\S+); registry (\\S+);.*");
    private static final int STOPS_WITHIN_SECONDS = 30;
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Process process;
    private final Thread hook;
    private final Path told;
    private final Duration readyAfter;
    private final URI url;
    private final String kafka;
    private final URI registry;

    private MeasuredLedger(Process process, Thread hook, Path told, Duration readyAfter, Matcher ready) {
        this.process = process;
        this.hook = hook;
        this.told = told;
        this.readyAfter = readyAfter;
        this.url = URI.create(ready.group(1));
        this.kafka = ready.group(2);
        this.registry = URI.create(ready.group(3));
    }

    /** One that is forgotten when it stops. */
    static MeasuredLedger start() throws IOException {
        return start(Optional.empty());
    }

    /** One that is kept in this directory. */
    static MeasuredLedger start(Path data) throws IOException {
        return start(Optional.of(data));
    }

    /** Returns when it is ready. It has the class path and the flags of this process. */
    private static MeasuredLedger start(Optional<Path> data) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.runledger.cli.Main"));
        command.addAll(List.of("up", "--port", "0", "--kafka-port", "0", "--registry-port", "0"));
        command.addAll(data.map(path -> List.of("--data", path.toString())).orElse(List.of("--ephemeral")));
        long began = System.nanoTime();
        Path told = Files.createTempFile("runledger-bench-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.to(told.toFile()));
        builder.environment().put("RUNLEDGER_GUARD_KEY", MeasuredViews.GUARD_KEY);
        Process process = builder.start();
        Thread hook = new Thread(process::destroy, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        BufferedReader output = process.inputReader(UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                return new MeasuredLedger(process, hook, told, Duration.ofNanos(System.nanoTime() - began), ready);
            }
        }
        throw new IOException("the ledger ended without being ready; the last that it said is in " + told);
    }

    /** From the start of its process to the line that says it is ready. */
    Duration readyAfter() {
        return readyAfter;
    }

    URI url() {
        return url;
    }

    /** As Kafka's {@code bootstrap.servers}. */
    String kafka() {
        return kafka;
    }

    URI registry() {
        return registry;
    }

    Footprint footprint() {
        return new Footprint(process.toHandle());
    }

    /** Returns when the views have everything that is on the log. */
    void settle() throws IOException {
        try (Connection connection = new Connection(url);
                PlainConsumer log = new PlainConsumer(this)) {
            awaitApplied(connection, log.end());
        }
    }

    static void awaitApplied(Connection connection, long records) throws IOException {
        long deadline = System.nanoTime() + SETTLES_WITHIN.toNanos();
        while (ReportJson.of(connection.get("/positions").expecting(200))
                        .at("/total/read")
                        .asLong()
                < records) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the views do not reach the log's end");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(hook);
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
        Files.deleteIfExists(told);
    }
}
