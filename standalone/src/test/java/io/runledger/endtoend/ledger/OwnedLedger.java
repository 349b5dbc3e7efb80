package io.runledger.endtoend.ledger;

import io.runledger.access.keys.Keys;
import io.runledger.core.process.Started;
import io.runledger.standalone.registry.OwnRegistry;
import io.runledger.standalone.registry.RegistryServer;
import io.runledger.standalone.terminal.StartProgress;
import io.runledger.standalone.up.DataDirectory;
import io.runledger.standalone.up.Endpoints;
import io.runledger.standalone.up.LedgerServices;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.opentest4j.TestAbortedException;

/** A whole ledger of the test's own: real broker, real registry, all services, on free ports of the loopback. */
public final class OwnedLedger implements TestLedger {
    private static final String HOST = "127.0.0.1";
    private static final int ANY = 0;

    private final Started started = new Started();
    private final DataDirectory data;
    private final String registryUrl;
    private final RegistryServer registry;
    private final Map<String, String> settings;
    private final boolean deciding;
    private final TestBroker broker;
    private LedgerServices services;

    /** Of the services that were stopped last. */
    private int port;

    public OwnedLedger(DataDirectory directory, Map<String, String> settings, boolean deciding) throws Exception {
        this.settings = new HashMap<>(settings);
        this.settings.putIfAbsent("RUNLEDGER_GUARD_KEY", GUARD_KEY);
        this.deciding = deciding;
        try {
            data = started.add(directory);
            broker = started.add(TestBroker.start(data.kafka()));
            registry = started.add(RegistryServer.start(
                    OwnRegistry.open(LedgerServices.ledger(broker.bootstrapServers(), data), data.registry()),
                    HOST,
                    TestLedger.freePort()));
            registryUrl = registry.confluentUrl();
            services = startServices(ANY);
            started.add(this::stopServices);
        } catch (Exception e) {
            started.close();
            throw e;
        }
    }

    private LedgerServices startServices(int port) throws Exception {
        return LedgerServices.start(
                new Endpoints(broker.bootstrapServers(), registry.confluentUrl(), HOST, port, data.partitions()),
                data,
                new StartProgress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
                settings,
                deciding);
    }

    @Override
    public void stopServices() {
        port = services.port();
        services.close();
    }

    @Override
    public void startServicesAgain() throws Exception {
        services = startServices(ANY);
    }

    /** With these settings in place of those that they had. */
    public void restartWith(Map<String, String> changed) throws Exception {
        stopServices();
        settings.putAll(changed);
        startServicesAgain();
    }

    @Override
    public void startServicesWhereTheyWere() throws Exception {
        services = startServices(port);
    }

    @Override
    public int tails() {
        return services.tails();
    }

    @Override
    public LedgerApi api() {
        return new LedgerApi("http://" + HOST + ":" + services.port());
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public String registryUrl() {
        return registryUrl;
    }

    @Override
    public void stopBroker() {
        broker.stop();
    }

    @Override
    public void startBrokerAgain() throws Exception {
        broker.startAgain();
    }

    @Override
    public void replay() throws Exception {
        stopServices();
        Utils.delete(data.state().toFile());
        startServicesAgain();
    }

    @Override
    public Set<String> routes() {
        return services.routes();
    }

    @Override
    public Keys keys() {
        return services.keys().orElseThrow();
    }

    @Override
    public void stopRegistry() {
        registry.close();
    }

    @Override
    public Path segments() {
        if (Docker.isAskedFor()) {
            throw new TestAbortedException("the broker's files are in its container");
        }
        return data.kafka();
    }

    @Override
    public Path state() {
        return data.state();
    }

    @Override
    public void close() {
        started.close();
    }
}
