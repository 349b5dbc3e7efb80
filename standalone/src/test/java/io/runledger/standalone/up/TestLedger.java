package io.runledger.standalone.up;

import io.runledger.standalone.broker.EmbeddedBroker;
import io.runledger.standalone.console.StartProgress;
import io.runledger.standalone.registry.RegistryProcess;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Utils;

/** A whole ledger in this process: real broker, real registry, all services, on free ports of the loopback. */
final class TestLedger implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Started started = new Started();
    private final DataDirectory data;
    private final String registryUrl;
    private final RegistryProcess registry;
    private final Map<String, String> settings;
    private final boolean deciding;
    private EmbeddedBroker broker;
    private LedgerServices services;

    private TestLedger(DataDirectory directory, Map<String, String> settings, boolean deciding) throws Exception {
        this.settings = settings;
        this.deciding = deciding;
        try {
            data = started.add(directory);
            int registryPort = freePort();
            registry = started.add(
                    RegistryProcess.launch(data.registry(), data.logs().resolve("registry.log"), HOST, registryPort));
            registryUrl = registry.confluentUrl();
            broker = EmbeddedBroker.start(data.kafka(), HOST, 0);
            started.add(this::stopBroker);
            registry.awaitReady();
            services = startServices();
            started.add(this::stopServices);
        } catch (Exception e) {
            started.close();
            throw e;
        }
    }

    private LedgerServices startServices() throws Exception {
        return LedgerServices.start(
                new Endpoints(broker.bootstrapServers(), registry.confluentUrl(), HOST, 0, data.partitions()),
                data,
                new StartProgress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
                CompletableFuture.completedFuture(registry),
                settings,
                deciding);
    }

    /** Everything but the broker and the registry. */
    void stopServices() {
        services.close();
    }

    /** On another port, with what the log and the data directory have. */
    void startServicesAgain() throws Exception {
        services = startServices();
    }

    static TestLedger on(Path directory) throws Exception {
        return new TestLedger(DataDirectory.open(directory, null), Map.of(), true);
    }

    /** Without a guard, so that the test decides. */
    static TestLedger undecided(Path directory) throws Exception {
        return new TestLedger(DataDirectory.open(directory, null), Map.of(), false);
    }

    static TestLedger ephemeral() throws Exception {
        return ephemeral(Map.of());
    }

    /** With settings that win over the environment. */
    static TestLedger ephemeral(Map<String, String> settings) throws Exception {
        return ephemeral(settings, true);
    }

    /** @param deciding whether there is a guard in it */
    static TestLedger ephemeral(Map<String, String> settings, boolean deciding) throws Exception {
        return new TestLedger(DataDirectory.ephemeral(null), settings, deciding);
    }

    int tails() {
        return services.tails();
    }

    LedgerApi api() {
        return new LedgerApi("http://" + HOST + ":" + services.port());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The base URL of the registry's Confluent API. */
    String registryUrl() {
        return registryUrl;
    }

    void stopBroker() {
        broker.close();
    }

    /** Where it was, with what it had. */
    void startBrokerAgain() throws Exception {
        String address = broker.bootstrapServers();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        broker = EmbeddedBroker.start(data.kafka(), HOST, port);
    }

    /** Throws the views away and makes them again from the log. The API is at another port then. */
    void replay() throws Exception {
        stopServices();
        Utils.delete(data.state().toFile());
        startServicesAgain();
    }

    Set<String> routes() {
        return services.routes();
    }

    /** For good: what the ledger needs the registry for is not answered any more. */
    void stopRegistry() {
        registry.close();
    }

    /** Where the broker keeps its segments. */
    Path segments() {
        return data.kafka();
    }

    Path state() {
        return data.state();
    }

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        started.close();
    }
}
