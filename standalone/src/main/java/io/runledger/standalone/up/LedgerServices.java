package io.runledger.standalone.up;

import io.runledger.gateway.GatewayConfig;
import io.runledger.gateway.GatewayRoutes;
import io.runledger.gateway.LogWriter;
import io.runledger.http.HttpServer;
import io.runledger.http.HttpServerException;
import io.runledger.query.HealthRoutes;
import io.runledger.query.OpenApiRoutes;
import io.runledger.query.QueryRoutes;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.settings.Settings;
import io.runledger.schemas.wire.Contracts;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.standalone.console.ClearFailure;
import io.runledger.standalone.console.StartProgress;
import io.runledger.streams.views.Views;
import io.runledger.streams.views.ViewsConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/** The services of the ledger between its broker and its HTTP port, started in the order the data flows. */
public final class LedgerServices implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final Started started = new Started();
    private final HttpServer server;

    private LedgerServices(Endpoints endpoints, DataDirectory data, StartProgress progress)
            throws LogTopicException, InterruptedException {
        Map<String, String> environment = environment(endpoints, data);
        GatewayConfig gateway = GatewayConfig.from(environment);
        ViewsConfig views = ViewsConfig.from(gateway.ledger(), new Settings(environment));
        RegistryClient registry = new RegistryClient(gateway.ledger().registry(), REGISTRY_PATIENCE);
        try (Admin admin = Admin.create(gateway.ledger().client())) {
            gateway.ledger().topic().ensure(admin);
        }
        Contracts.registerAll(registry);
        LogWriter log = started.add(new LogWriter(gateway.ledger(), gateway.appendTimeout()));
        Views running = started.add(Views.start(views, registry));
        new CatchingUp(running, progress).await();
        server = started.add(HttpServer.start(
                gateway.host(),
                gateway.port(),
                List.of(
                        new GatewayRoutes(log, gateway.maxBody()),
                        new QueryRoutes(running),
                        new HealthRoutes(running),
                        new OpenApiRoutes())));
    }

    /**
     * Starts everything, and returns when what stood on the log can be read.
     *
     * @throws ClearFailure if a part does not start
     */
    public static LedgerServices start(Endpoints endpoints, DataDirectory data, StartProgress progress)
            throws InterruptedException {
        try {
            return new LedgerServices(endpoints, data, progress);
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | HttpServerException
                | IllegalArgumentException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }

    public int port() {
        return server.port();
    }

    /** What the HTTP port answers to, such as {@code GET /events}. */
    Set<String> routes() {
        return server.routes();
    }

    /** What the environment says, but for where things are: that is known here. */
    private static Map<String, String> environment(Endpoints endpoints, DataDirectory data) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("RUNLEDGER_KAFKA_BOOTSTRAP", endpoints.bootstrapServers());
        environment.put("RUNLEDGER_REGISTRY_URL", endpoints.registryUrl());
        environment.put("RUNLEDGER_LOG_PARTITIONS", String.valueOf(endpoints.partitions()));
        environment.put("RUNLEDGER_STATE_DIR", data.state().toString());
        // A member with a name takes its own place again: else the group would wait 45 s for one that was killed.
        environment.putIfAbsent("KAFKA_MAIN_CONSUMER_GROUP_INSTANCE_ID", "standalone");
        environment.put("RUNLEDGER_HOST", endpoints.host());
        environment.put("RUNLEDGER_GATEWAY_PORT", String.valueOf(endpoints.port()));
        return environment;
    }

    @Override
    public void close() {
        started.close();
    }
}
