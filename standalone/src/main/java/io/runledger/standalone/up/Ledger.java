package io.runledger.standalone.up;

import io.runledger.access.keys.Keys;
import io.runledger.core.process.Started;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.standalone.broker.EmbeddedBroker;
import io.runledger.standalone.registry.OwnRegistry;
import io.runledger.standalone.registry.RegistryServer;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.terminal.StartProgress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A whole ledger in this process: the broker first, then the registry, which keeps what it has there, then the services. */
public final class Ledger {
    private static final Duration START_ENDS_WITHIN = Duration.ofSeconds(10);

    private final Started started;
    private final StartProgress progress;

    /**
     * A ledger that runs.
     *
     * @param keys empty if requests need none
     * @param failure completes with a clear line when a part of the running ledger can no longer continue
     */
    public record Running(Endpoints endpoints, Optional<Keys> keys, CompletableFuture<String> failure) {}

    public Ledger(Started started, StartProgress progress) {
        this.started = started;
        this.progress = progress;
    }

    /**
     * Starts everything; what was started before a failure is in {@code started}, for the caller to close.
     *
     * @param http where the ledger's own port is
     * @param schemas where its schema registry is
     */
    public Running start(DataDirectory data, Listener http, Listener kafka, Listener schemas) throws Exception {
        EmbeddedBroker broker = joined(inBackground(
                "Kafka", () -> started.add(EmbeddedBroker.start(data.kafka(), kafka.host(), kafka.port()))));
        RegistryServer registry = joined(inBackground("registry", () -> registry(broker, data, schemas)));
        Endpoints endpoints = new Endpoints(
                broker.bootstrapServers(), registry.confluentUrl(), http.host(), http.port(), data.partitions());
        LedgerServices services =
                joined(inBackground("services", () -> started.add(LedgerServices.start(endpoints, data, progress))));
        return new Running(endpoints, services.keys(), failure(broker, data));
    }

    private RegistryServer registry(EmbeddedBroker broker, DataDirectory data, Listener listener) {
        LedgerConfig ledger = LedgerServices.ledger(broker.bootstrapServers(), data);
        return started.add(
                RegistryServer.start(OwnRegistry.open(ledger, data.registry()), listener.host(), listener.port()));
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
