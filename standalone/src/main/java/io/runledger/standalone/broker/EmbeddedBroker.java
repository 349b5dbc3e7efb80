package io.runledger.standalone.broker;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, with its controller, in this process. Its directory is all it needs: a broker started again on the
 * same directory, after a stop or a kill, has the same cluster id and the same records. It serves from the moment
 * {@link #start} returns. Safe to use from several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final String clusterId;
    private final CompletableFuture<String> fatalFault;
    private final Consumer<String> faultListener;
    private boolean closed;

    private EmbeddedBroker(
            KafkaRaftServer server,
            String bootstrapServers,
            String clusterId,
            CompletableFuture<String> fatalFault,
            Consumer<String> faultListener) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.clusterId = clusterId;
        this.fatalFault = fatalFault;
        this.faultListener = faultListener;
    }

    /**
     * Starts a broker, formatting its directory on first use.
     *
     * @param port 0 for any free one
     */
    public static EmbeddedBroker start(Path directory, String host, int port) throws IOException {
        Path logs = Files.createDirectories(directory).toAbsolutePath();
        String clusterId = clusterIdOf(logs).orElseGet(() -> Uuid.randomUuid().toString());
        format(logs, clusterId);

        int brokerPort = port == 0 ? freePort() : port;
        String advertised = AdvertisedHost.of(host);
        Properties properties = BrokerProperties.of(logs, host, advertised, brokerPort, freePort());

        CompletableFuture<String> fault = new CompletableFuture<>();
        Consumer<String> listener = fault::complete;
        FatalFaults.listen(listener);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        EmbeddedBroker broker = new EmbeddedBroker(
                server, BrokerProperties.bracketed(advertised) + ":" + brokerPort, clusterId, fault, listener);
        broker.startUp(brokerPort);
        return broker;
    }

    /**
     * Starts the server in a thread of its own, so that a failure is told when it happens. What failed shuts itself down, in
     * the background.
     */
    private void startUp(int port) throws IOException {
        CompletableFuture<Void> startup = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        server.startup();
                        startup.complete(null);
                    } catch (Throwable e) {
                        startup.completeExceptionally(e);
                    }
                },
                "broker-startup-" + port);
        thread.setDaemon(true);
        try (FailedStart failed = FailedStart.listen(thread.getName())) {
            thread.start();
            CompletableFuture.anyOf(startup, failed.reason()).get();
            if (failed.known().isPresent()) {
                throw failure(failed.known().get(), port);
            }
        } catch (ExecutionException e) {
            close();
            throw new IOException("Kafka did not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            thread.interrupt();
            close();
            Thread.currentThread().interrupt();
            throw new ClearFailure("The start of Kafka was interrupted.", e);
        }
    }

    private ClearFailure failure(String reason, int port) {
        FatalFaults.forget(faultListener);
        return new ClearFailure(
                reason.contains(FailedStart.BIND)
                        ? "Kafka's port " + port + " was taken by another process just now: stop that one, or choose"
                                + " another port with --kafka-port."
                        : "Kafka did not start (" + reason + "): see logs/runledger.log in the data directory.");
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public String clusterId() {
        return clusterId;
    }

    /** Completes with the reason when the broker can no longer continue; it must then be closed. */
    public CompletableFuture<String> fatalFault() {
        return fatalFault.copy();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (RuntimeException e) {
            // A broker that failed half-way through its start cannot always be stopped in order.
            LOG.warn("The broker did not stop in order: {}", e.toString());
        } finally {
            FatalFaults.forget(faultListener);
        }
    }

    private static Optional<String> clusterIdOf(Path directory) throws IOException {
        Path file = directory.resolve("meta.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties meta = new Properties();
        try (var in = Files.newInputStream(file)) {
            meta.load(in);
        }
        return Optional.ofNullable(meta.getProperty("cluster.id"));
    }

    private static void format(Path directory, String clusterId) throws IOException {
        // The formatter reports to a stream; what it says is of no interest here.
        try (PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(clusterId)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .setDirectories(List.of(directory.toString()))
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Cannot format " + directory + " for Kafka: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
