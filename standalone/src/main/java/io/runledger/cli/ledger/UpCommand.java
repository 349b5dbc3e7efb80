package io.runledger.cli.ledger;

import io.runledger.core.process.Started;
import io.runledger.core.settings.Settings;
import io.runledger.http.Access;
import io.runledger.http.tls.TlsConfig;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.terminal.StartProgress;
import io.runledger.standalone.up.DataDirectory;
import io.runledger.standalone.up.Ledger;
import io.runledger.standalone.up.Listener;
import io.runledger.standalone.up.RunningLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runledger up}: starts a ledger, says when it is ready, and runs until it is stopped. */
@Command(
        name = "up",
        description = "Start a ledger: Kafka, the schema registry and the services, in one command.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Mixin
    private final UpOptions options = new UpOptions();

    @Override
    public Integer call() throws Exception {
        requireSensibleOptions();
        requireReachableByNobodyElse();
        String scheme = scheme();
        long began = System.nanoTime();
        Started started = new Started();
        StartProgress progress = new StartProgress(System.err);
        Thread hook = new Thread(() -> stop(started, progress), "stop");
        Runtime.getRuntime().addShutdownHook(hook); // before there is anything that a Ctrl-C would leave

        Ledger ledger = new Ledger(started, progress);
        try {
            DataDirectory data = started.add(openData());
            if (options.secure) {
                data.secure();
            }
            LogFile.in(data.logs());
            progress.say("Starting Runledger on " + data.root());
            Ledger.Running running = ledger.start(
                    data,
                    new Listener(options.host, options.port),
                    new Listener(options.kafkaHost, options.kafkaPort),
                    new Listener(options.registryHost, options.registryPort));
            RunningLedger ready = RunningLedger.of(running.endpoints(), scheme);
            ready.write(data.root());
            started.add(() -> RunningLedger.delete(data.root()));
            FirstKey.say(running.keys(), options.newAdminKey);
            sayReady(ready, data, Duration.ofNanos(System.nanoTime() - began));
            if (!options.untilReady) {
                throw new ClearFailure(running.failure().join());
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            started.close();
            return 0;
        } catch (Exception e) {
            if (started.isClosing()) {
                // Ctrl-C during the start: the hook says and does what is left.
                hook.join();
                return 1;
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            started.close();
            throw e;
        }
    }

    private void requireSensibleOptions() {
        requirePort("--port", options.port);
        requirePort("--kafka-port", options.kafkaPort);
        requirePort("--registry-port", options.registryPort);
        long named = Stream.of(options.port, options.kafkaPort, options.registryPort)
                .filter(port -> port != 0)
                .count();
        long distinct = Stream.of(options.port, options.kafkaPort, options.registryPort)
                .filter(port -> port != 0)
                .distinct()
                .count();
        if (distinct < named) {
            throw wrongUsage("--port, --kafka-port and --registry-port must differ");
        }
        Integer partitions = options.partitions;
        if (partitions != null && (partitions < 1 || partitions > 1_000)) {
            throw wrongUsage("--partitions must be from 1 to 1000, not " + partitions);
        }
    }

    /** Before anything is started: what listens for other machines was asked for by name, and they may reach it. */
    private void requireReachableByNobodyElse() {
        try {
            Settings settings = new Settings(System.getenv());
            if (!options.secure) {
                Access.checked(options.host, settings);
            }
            for (String host : List.of(options.kafkaHost, options.registryHost)) {
                Access.checkedWithoutKeys(host, settings);
            }
        } catch (IllegalArgumentException e) {
            throw new ClearFailure("Not started: " + e.getMessage() + ".", e);
        }
    }

    /** Of the HTTP port, as the settings say. */
    private static String scheme() {
        try {
            return TlsConfig.from(new Settings(System.getenv())).scheme();
        } catch (IllegalArgumentException e) {
            throw new ClearFailure("Not started: " + e.getMessage() + ".", e);
        }
    }

    private void requirePort(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw wrongUsage(option + " must be from 0 to 65535, not " + port);
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private DataDirectory openData() throws IOException {
        DataDirectory data = options.ephemeral
                ? DataDirectory.ephemeral(options.partitions)
                : DataDirectory.open(options.data, options.partitions);
        try {
            options.port = Ports.requireFree(options.host, options.port, "--port");
            options.kafkaPort = Ports.requireFree(options.kafkaHost, options.kafkaPort, "--kafka-port");
            options.registryPort = Ports.requireFree(options.registryHost, options.registryPort, "--registry-port");
            return data;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private void sayReady(RunningLedger ready, DataDirectory data, Duration took) {
        System.out.println("Runledger is ready at " + ready.url() + " after "
                + StartProgress.seconds(took) + " (data: " + data.root() + (options.ephemeral ? ", ephemeral" : "")
                + "; Kafka " + ready.bootstrapServers() + "; registry " + ready.registryUrl()
                + "; Ctrl-C stops)");
        System.out.flush();
    }

    private static void stop(Started started, StartProgress progress) {
        progress.say("Stopping Runledger");
        Thread limit = new Thread(UpCommand::haltAtLast, "halts-at-last");
        limit.setDaemon(true);
        limit.start();
        started.close();
        progress.say("Stopped");
    }

    /** Nothing may keep a stopped ledger from ending; the log is safe, a kill at any moment loses nothing. */
    private static void haltAtLast() {
        try {
            Thread.sleep(STOP_LIMIT.toMillis());
            System.err.println("runledger: it did not stop within " + STOP_LIMIT.toSeconds() + " s and is ended now.");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
