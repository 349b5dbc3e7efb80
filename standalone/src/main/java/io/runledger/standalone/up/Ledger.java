package io.runledger.standalone.up;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.standalone.broker.EmbeddedBroker;
import io.runledger.standalone.console.ClearFailure;
import io.runledger.standalone.console.StartProgress;
import io.runledger.standalone.registry.OwnRegistry;
import io.runledger.standalone.registry.RegistryServer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A whole ledger in this process: the broker first, then the registry, which keeps what it has there, then the services. */
final class Ledger {
    private static final Duration START_ENDS_WITHIN = Duration.ofSeconds(10);

    private final Started started;
    private final StartProgress progress;

    /** @param failure completes with a clear line when a part of the running ledger can no longer go on */
    record Running(Endpoints endpoints, CompletableFuture<String> failure) {}

    Ledger(Started started, StartProgress progress) {
        this.started = started;
        this.progress = progress;
    }

    /** Starts everything; what was started before a failure is in {@code started}, for the caller to close. */
    Running start(DataDirectory data, UpOptions options) throws Exception {
        EmbeddedBroker broker = joined(inBackground(
                "Kafka", () -> started.add(EmbeddedBroker.start(data.kafka(), options.kafkaHost, options.kafkaPort))));
        RegistryServer registry = joined(inBackground("registry", () -> registry(broker, data, options)));
        Endpoints endpoints = new Endpoints(
                broker.bootstrapServers(), registry.confluentUrl(), options.host, options.port, data.partitions());
        joined(inBackground("services", () -> started.add(LedgerServices.start(endpoints, data, progress))));
        return new Running(endpoints, failure(broker, data));
    }

    private RegistryServer registry(EmbeddedBroker broker, DataDirectory data, UpOptions options) {
        LedgerConfig ledger = LedgerServices.ledger(broker.bootstrapServers(), data);
        return started.add(RegistryServer.start(
                OwnRegistry.open(ledger, data.registry()), options.registryHost, options.registryPort));
    }

    private static CompletableFuture<String> failure(EmbeddedBroker broker, DataDirectory data) {
        return broker.fatalFault()
                .thenApply(fault -> data.isFull()
                        ? "The disk of the data directory is full: make room and start again. What was accepted is kept."
                        : "The Kafka broker met a fatal fault (" + fault
                                + "): see logs/runledger.log in the data directory, and start again.");
    }

    private <T> CompletableFuture<T> inBackground(String component, Callable<T> start) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(progress.step(component, start));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "start-" + component);
        thread.setDaemon(true);
        // Closed after the component itself: a start that is under way writes to the data directory until it ends.
        started.add(() -> {
            thread.interrupt();
            thread.join(START_ENDS_WITHIN.toMillis());
        });
        thread.start();
        return result;
    }

    private static <T> T joined(CompletableFuture<T> starting) throws Exception {
        try {
            return starting.join();
        } catch (CompletionException e) {
            @Nullable Throwable cause = e.getCause();
            if (cause instanceof Exception exception) {
                throw exception;
            }
            throw new ClearFailure("The start failed: " + cause, e);
        }
    }
}
