package io.runledger.endtoend.ledger;

import static org.awaitility.Awaitility.await;

import io.runledger.access.AccessConfig;
import io.runledger.access.AccessControl;
import io.runledger.access.keys.Keys;
import io.runledger.access.keys.NewKey;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.process.Started;
import io.runledger.core.settings.Settings;
import io.runledger.gateway.Gateway;
import io.runledger.gateway.GatewayConfig;
import io.runledger.http.ServerRules;
import io.runledger.http.tls.CallingClient;
import io.runledger.http.tls.TlsConfig;
import io.runledger.query.Query;
import io.runledger.query.QueryConfig;
import io.runledger.schemas.catalog.LedgerRegistry;
import io.runledger.standalone.broker.EmbeddedBroker;
import io.runledger.standalone.registry.MemoryTopic;
import io.runledger.standalone.registry.RegistryServer;
import io.runledger.streams.guard.Guard;
import io.runledger.streams.guard.GuardServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as it is deployed on several machines: a broker, a registry, a gateway, query nodes and a guard. Those that the test
 * kills are processes; the others run in the test's own, where a service costs a fraction of the start of a JVM.
 */
public final class TestCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration START = Duration.ofMinutes(2);

    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
    private final Map<String, InProcess> inProcess = new LinkedHashMap<>();
    private final Started started = new Started();
    private final Map<String, LedgerApi> apis = new HashMap<>();
    private final RegistryServer registry;
    private final List<String> gateways = new ArrayList<>();
    private final List<String> queryNodes = new ArrayList<>();
    private final String bootstrap;
    private final Path directory;
    private @Nullable AccessControl access;

    /** What all services are asked with; empty if they require none. */
    private String adminKey = "";

    private final Processes processes;

    /** How many services of each kind; one broker and one registry. */
    public record Size(int gateways, int queries, int guards) {}

    /** Which services can be killed. */
    public enum Processes {
        ALL,
        QUERY_NODES,
        NONE
    }

    private interface InProcess {
        AutoCloseable start() throws Exception;
    }

    /** @param settings of all services */
    public TestCluster(Path directory, int queries, Processes processes, Map<String, String> settings)
            throws Exception {
        this(directory, new Size(1, queries, 1), processes, settings);
    }

    /** @param settings of all services */
    public TestCluster(Path directory, Size size, Processes processes, Map<String, String> settings) throws Exception {
        this.directory = directory;
        this.processes = processes;
        int brokerPort = TestLedger.freePort();
        bootstrap = HOST + ":" + brokerPort;
        registry = RegistryServer.start(new LedgerRegistry(new MemoryTopic()), HOST, TestLedger.freePort());
        boolean complete = false;
        try {
            Map<String, String> common = new HashMap<>(
                    Map.of("RUNLEDGER_KAFKA_BOOTSTRAP", bootstrap, "RUNLEDGER_REGISTRY_URL", registry.confluentUrl()));
            common.put("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY);
            common.putAll(settings);
            startBroker(brokerPort);
            createKeys(new Settings(common));
            for (int node = 0; node < size.gateways(); node++) {
                gateways.add("gateway-" + node);
                addGateway("gateway-" + node, common);
            }
            for (int node = 0; node < size.queries(); node++) {
                queryNodes.add("query-" + node);
                addQueryNode("query-" + node, common);
            }
            for (int node = 0; node < size.guards(); node++) {
                addGuard("guard-" + node, common);
            }
            for (ServiceProcess service : services.values()) {
                if (!service.isAlive()) {
                    service.start();
                }
            }
            for (InProcess service : inProcess.values()) {
                started.add(service.start());
            }
            awaitReady();
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Where keys are required, nobody is told how a ledger of several processes is without one. */
    private void createKeys(Settings settings) throws Exception {
        access = started.add(AccessControl.start(LedgerSettings.from(settings), AccessConfig.from(settings)));
        if (access.keys().isPresent()) {
            NewKey asked = new NewKey("ada", Set.of(Role.ADMIN), Visibility.EVERYTHING, Optional.empty());
            adminKey = access.keys().get().create(asked, Principal.ANYONE).key().text();
        }
    }

    /** The keys of a ledger that requires them. */
    public Keys keys() {
        return Objects.requireNonNull(access).keys().orElseThrow();
    }

    private void startBroker(int port) throws Exception {
        Path kafka = directory.resolve("kafka");
        if (processes == Processes.ALL) {
            services.put(
                    "broker",
                    new ServiceProcess(
                                    directory,
                                    "broker",
                                    BrokerMain.class,
                                    Map.of(),
                                    kafka.toString(),
                                    String.valueOf(port))
                            .start());
        } else {
            started.add(EmbeddedBroker.start(kafka, HOST, port));
        }
    }

    private void addGateway(String name, Map<String, String> common) throws Exception {
        Map<String, String> environment = environment(name, "RUNLEDGER_GATEWAY_PORT", common);
        if (processes == Processes.ALL) {
            services.put(name, new ServiceProcess(directory, name, Gateway.class, environment));
        } else {
            inProcess.put(name, () -> Gateway.start(GatewayConfig.from(environment), rules(environment)));
        }
    }

    private void addQueryNode(String name, Map<String, String> common) throws Exception {
        Map<String, String> environment = environment(name, "RUNLEDGER_QUERY_PORT", common);
        if (processes == Processes.NONE) {
            inProcess.put(name, () -> Query.start(QueryConfig.from(environment), rules(environment)));
        } else {
            services.put(name, new ServiceProcess(directory, name, Query.class, environment));
        }
    }

    private void addGuard(String name, Map<String, String> common) throws Exception {
        Map<String, String> environment = environment(name, "RUNLEDGER_GUARD_PORT", common);
        if (processes == Processes.ALL) {
            services.put(name, new ServiceProcess(directory, name, Guard.class, environment));
        } else {
            inProcess.put(
                    name,
                    () -> Started.whole(started -> {
                        GuardServer.listening(new Settings(environment), rules(environment), started);
                        return started;
                    }));
        }
    }

    private Map<String, String> environment(String name, String port, Map<String, String> common) throws Exception {
        String at = String.valueOf(TestLedger.freePort());
        Map<String, String> environment = new HashMap<>(common);
        environment.put(port, at);
        environment.put("RUNLEDGER_NODE_ADDRESS", HOST + ":" + at);
        environment.put("RUNLEDGER_INSTANCE_ID", name);
        environment.put("RUNLEDGER_STATE_DIR", directory.resolve(name).toString());
        environment.put("RUNLEDGER_GUARD_STATE_DIR", directory.resolve(name).toString());
        TlsConfig tls = TlsConfig.from(new Settings(environment));
        LedgerApi api = new LedgerApi(tls.scheme() + "://" + HOST + ":" + at).with(adminKey);
        apis.put(name, tls.isOn() ? api.by(new CallingClient(tls, Duration.ofSeconds(5)).get()) : api);
        return environment;
    }

    private static ServerRules rules(Map<String, String> environment) {
        return ServerRules.from(new Settings(environment));
    }

    /** Until everybody answers, and every query node has its share of the partitions. */
    public void awaitReady() {
        await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> {
            for (LedgerApi api : apis.values()) {
                try {
                    if (api.get("/ready").status() != 200) {
                        return false;
                    }
                } catch (IOException e) {
                    return false;
                }
            }
            return true;
        });
    }

    public String bootstrapServers() {
        return bootstrap;
    }

    public String registryUrl() {
        return registry.confluentUrl();
    }

    public ServiceProcess service(String name) {
        return Objects.requireNonNull(services.get(name), name);
    }

    public List<String> names() {
        return List.copyOf(services.keySet());
    }

    public LedgerApi gateway() {
        return api("gateway-0");
    }

    public List<LedgerApi> gateways() {
        return gateways.stream().map(this::api).toList();
    }

    public List<LedgerApi> queries() {
        return queryNodes.stream().map(this::api).toList();
    }

    /** The API of a query node, from 0. */
    public LedgerApi query(int node) {
        return api(queryNodes.get(node));
    }

    private LedgerApi api(String name) {
        return Objects.requireNonNull(apis.get(name), name);
    }

    @Override
    public void close() {
        List<ServiceProcess> backwards = new ArrayList<>(services.values());
        Collections.reverse(backwards);
        for (ServiceProcess service : backwards) {
            service.kill();
        }
        started.close();
        registry.close();
    }
}
