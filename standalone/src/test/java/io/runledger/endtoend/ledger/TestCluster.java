package io.runledger.endtoend.ledger;

import static org.awaitility.Awaitility.await;

import io.runledger.gateway.Gateway;
import io.runledger.query.Query;
import io.runledger.schemas.catalog.LedgerRegistry;
import io.runledger.standalone.registry.MemoryTopic;
import io.runledger.standalone.registry.RegistryServer;
import io.runledger.streams.guard.Guard;
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

/** A ledger as it is deployed on several machines: a broker, a registry, a gateway, query nodes and a guard, each a process. */
public final class TestCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration START = Duration.ofMinutes(2);

    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
    private final Map<String, LedgerApi> apis = new HashMap<>();
    private final RegistryServer registry;
    private final List<String> gateways = new ArrayList<>();
    private final List<String> queryNodes = new ArrayList<>();
    private final String bootstrap;

    /** How many processes of each kind; one broker and one registry. */
    public record Size(int gateways, int queries, int guards) {}

    /** @param settings of all services */
    public TestCluster(Path directory, int queries, Map<String, String> settings) throws Exception {
        this(directory, new Size(1, queries, 1), settings);
    }

    /** @param settings of all services */
    public TestCluster(Path directory, Size size, Map<String, String> settings) throws Exception {
        int brokerPort = TestLedger.freePort();
        bootstrap = HOST + ":" + brokerPort;
        registry = RegistryServer.start(new LedgerRegistry(new MemoryTopic()), HOST, TestLedger.freePort());
        boolean complete = false;
        try {
            Map<String, String> common = new HashMap<>(
                    Map.of("RUNLEDGER_KAFKA_BOOTSTRAP", bootstrap, "RUNLEDGER_REGISTRY_URL", registry.confluentUrl()));
            common.putAll(settings);
            services.put(
                    "broker",
                    new ServiceProcess(
                            directory,
                            "broker",
                            BrokerMain.class,
                            Map.of(),
                            directory.resolve("kafka").toString(),
                            String.valueOf(brokerPort)));
            for (int node = 0; node < size.gateways(); node++) {
                gateways.add("gateway-" + node);
                add(directory, "gateway-" + node, Gateway.class, "RUNLEDGER_GATEWAY_PORT", common);
            }
            for (int node = 0; node < size.queries(); node++) {
                queryNodes.add("query-" + node);
                add(directory, "query-" + node, Query.class, "RUNLEDGER_QUERY_PORT", common);
            }
            for (int node = 0; node < size.guards(); node++) {
                add(directory, "guard-" + node, Guard.class, "RUNLEDGER_GUARD_PORT", common);
            }
            for (ServiceProcess service : services.values()) {
                service.start();
            }
            awaitReady();
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private void add(Path directory, String name, Class<?> main, String port, Map<String, String> common)
            throws Exception {
        String at = String.valueOf(TestLedger.freePort());
        Map<String, String> environment = new HashMap<>(common);
        environment.put(port, at);
        environment.put("RUNLEDGER_NODE_ADDRESS", HOST + ":" + at);
        environment.put("RUNLEDGER_INSTANCE_ID", name);
        environment.put("RUNLEDGER_STATE_DIR", directory.resolve(name).toString());
        environment.put("RUNLEDGER_GUARD_STATE_DIR", directory.resolve(name).toString());
        services.put(name, new ServiceProcess(directory, name, main, environment));
        apis.put(name, new LedgerApi("http://" + HOST + ":" + at));
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
        registry.close();
    }
}
