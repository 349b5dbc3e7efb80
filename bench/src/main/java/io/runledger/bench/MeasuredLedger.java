package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ledger as users have it, {@code runledger up --ephemeral}, in a process of its own: neither its collector nor its
 * compiler runs in the one that measures.
 */
final class MeasuredLedger implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("Runledger is ready at (http://\\S+) .*; Kafka (\\S+); registry (\\S+);.*");
    private static final int STOPS_WITHIN_SECONDS = 30;

    private final Process process;
    private final Thread hook;
    private final URI url;
    private final String kafka;
    private final URI registry;

    private MeasuredLedger(Process process, Thread hook, Matcher ready) {
        this.process = process;
        this.hook = hook;
        this.url = URI.create(ready.group(1));
        this.kafka = ready.group(2);
        this.registry = URI.create(ready.group(3));
    }

    /** Returns when it is ready. It has the class path and the flags of this process. */
    static MeasuredLedger start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.runledger.standalone.Main"));
        command.addAll(List.of("up", "--ephemeral", "--port", "0", "--kafka-port", "0", "--registry-port", "0"));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        Thread hook = new Thread(process::destroy, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        BufferedReader output = process.inputReader(UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                return new MeasuredLedger(process, hook, ready);
            }
        }
        throw new IOException("the ledger ended without being ready");
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

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
