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
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A whole ledger in this process: real broker, real registry, all services, on free ports of the loopback. */
final class TestLedger implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Started started = new Started();
    private final DataDirectory data;
    private final EmbeddedBroker broker;
    private final LedgerServices services;

    private TestLedger(DataDirectory directory) throws Exception {
        try {
            data = started.add(directory);
            int registryPort = freePort();
            RegistryProcess registry = started.add(
                    RegistryProcess.launch(data.registry(), data.logs().resolve("registry.log"), HOST, registryPort));
            broker = started.add(EmbeddedBroker.start(data.kafka(), HOST, 0));
            registry.awaitReady();
            services = started.add(LedgerServices.start(
                    new Endpoints(broker.bootstrapServers(), registry.confluentUrl(), HOST, 0, data.partitions()),
                    data,
                    new StartProgress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
                    CompletableFuture.completedFuture(registry)));
        } catch (Exception e) {
            started.close();
            throw e;
        }
    }

    static TestLedger on(Path directory) throws Exception {
        return new TestLedger(DataDirectory.open(directory, null));
    }

    static TestLedger ephemeral() throws Exception {
        return new TestLedger(DataDirectory.ephemeral(null));
    }

    LedgerApi api() {
        return new LedgerApi("http://" + HOST + ":" + services.port());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    Set<String> routes() {
        return services.routes();
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
