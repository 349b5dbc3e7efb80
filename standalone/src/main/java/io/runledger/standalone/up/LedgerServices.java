package io.runledger.standalone.up;

import io.runledger.access.AccessControl;
import io.runledger.access.SessionRoutes;
import io.runledger.access.keys.Keys;
import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.process.Started;
import io.runledger.core.settings.Settings;
import io.runledger.gateway.GatewayConfig;
import io.runledger.gateway.GatewayRoutes;
import io.runledger.gateway.append.IngestMetrics;
import io.runledger.gateway.append.LogWriter;
import io.runledger.gateway.contracts.KnownContracts;
import io.runledger.gateway.requests.DecisionWatch;
import io.runledger.http.Access;
import io.runledger.http.HttpServer;
import io.runledger.http.HttpServerException;
import io.runledger.http.Metrics;
import io.runledger.http.OpenApiRoutes;
import io.runledger.http.ServerRules;
import io.runledger.query.QueryConfig;
import io.runledger.query.QueryRoutes;
import io.runledger.query.admin.AdminRoutes;
import io.runledger.query.admin.HealthRoutes;
import io.runledger.query.admin.ViewsMetrics;
import io.runledger.query.console.ConsoleRoutes;
import io.runledger.schemas.catalog.Contracts;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.terminal.StartProgress;
import io.runledger.streams.checkpoints.Checkpoints;
import io.runledger.streams.checkpoints.CheckpointsTopic;
import io.runledger.streams.guard.Guard;
import io.runledger.streams.guard.GuardConfig;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.serve.ViewsConfig;
import io.runledger.streams.views.store.ViewsException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The services of the ledger between its broker and its HTTP port, started in the order the data flows. */
public final class LedgerServices implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final Started started;
    private @Nullable HttpServer server;
    private @Nullable QueryRoutes reading;
    private @Nullable Keys keys;

    private LedgerServices(Started started) {
        this.started = started;
    }

    /**
     * Starts everything, and returns when what is on the log can be read.
     *
     * @throws ClearFailure if a part does not start; what was started is closed again
     */
    public static LedgerServices start(Endpoints endpoints, DataDirectory data, StartProgress progress)
            throws InterruptedException {
        return start(endpoints, data, progress, Map.of(), true);
    }

    /**
     * The same, with settings that win over the environment.
     *
     * @param deciding whether the guard runs here, too
     */
    public static LedgerServices start(
            Endpoints endpoints,
            DataDirectory data,
            StartProgress progress,
            Map<String, String> settings,
            boolean deciding)
            throws InterruptedException {
        try {
            return Started.<LedgerServices, LogTopicException, InterruptedException>whole(started -> {
                LedgerServices services = new LedgerServices(started);
                services.open(environment(endpoints, data, settings), progress, deciding);
                return services;
            });
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | HttpServerException
                | ViewsException
                | LogUnavailableException
                | IllegalArgumentException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void open(Map<String, String> environment, StartProgress progress, boolean deciding)
            throws LogTopicException, InterruptedException {
        GatewayConfig gateway = GatewayConfig.from(environment);
        ViewsConfig config = ViewsConfig.from(gateway.ledger(), new Settings(environment));
        RegistryClient registry = new RegistryClient(gateway.ledger().registry(), REGISTRY_PATIENCE);
        try (Admin admin = Admin.create(gateway.ledger().adminClient())) {
            gateway.ledger().topic().ensure(admin);
            CheckpointsTopic.ensure(gateway.ledger(), admin);
        }
        AccessControl access = started.add(AccessControl.start(gateway.ledger(), gateway.access()));
        SchemaCatalog schemas = started.add(SchemaCatalog.open(gateway.ledger(), registry));
        Metrics metrics = started.add(new Metrics());
        Views views = started.add(Views.start(config, schemas));
        ViewsMetrics.register(views, metrics);
        Checkpoints checkpoints = started.add(Checkpoints.start(config, metrics.registry()));
        LogWriter log = started.add(new LogWriter(
                gateway.ledger(), schemas, gateway.appendTimeout(), new IngestMetrics(metrics.registry())));
        Contracts.registerAll(registry, schemas, gateway.ledger().topic());
        Supplier<Optional<String>> guardFailure = Optional::empty;
        if (deciding) {
            GuardConfig deciders = GuardConfig.from(gateway.ledger(), new Settings(environment));
            Guard guard = started.add(Guard.start(deciders, schemas, metrics));
            guardFailure = () -> guard.health().failure();
        }
        Supplier<Optional<String>> ofGuard = guardFailure;
        Supplier<Optional<String>> failure =
                () -> ofGuard.get().or(() -> checkpoints.health().failure());
        KnownContracts contracts =
                started.add(KnownContracts.start(gateway.ledger().registry(), gateway.contractsRefresh()));
        DecisionWatch decisions = started.add(new DecisionWatch(gateway.ledger(), schemas));
        Settings settings = new Settings(environment);
        ServerRules rules = ServerRules.from(settings);
        reading = new QueryRoutes(
                views,
                checkpoints,
                QueryConfig.tails(settings),
                QueryConfig.silence(settings),
                QueryConfig.fourEyes(settings),
                rules.tls());
        server = started.add(HttpServer.start(
                gateway.host(),
                gateway.port(),
                rules,
                access,
                List.of(
                        new GatewayRoutes(log, contracts, decisions, access, gateway),
                        reading,
                        new AdminRoutes(views),
                        new HealthRoutes(views, failure, gateway.debugContent()),
                        new OpenApiRoutes(),
                        new ConsoleRoutes(),
                        new SessionRoutes(access),
                        metrics)));
        started.closeFirst(decisions); // nobody may hold the server up by waiting
        new CatchingUp(views, progress).await();
        keys = access.keys().orElse(null);
    }

    /** The keys of the ledger; empty if requests need none. */
    public Optional<Keys> keys() {
        return Optional.ofNullable(keys);
    }

    public int port() {
        return running().port();
    }

    /** What the HTTP port answers to, such as {@code GET /events}. */
    public Set<String> routes() {
        return running().routes();
    }

    /** How many readers follow events now. */
    public int tails() {
        return reading == null ? 0 : reading.tails();
    }

    private HttpServer running() {
        if (server == null) {
            throw new IllegalStateException("the services did not start");
        }
        return server;
    }

    /** Where the ledger on a directory is, for its registry, which is there before its services are. */
    public static LedgerConfig ledger(String bootstrapServers, DataDirectory data) {
        Endpoints known = new Endpoints(bootstrapServers, "http://127.0.0.1", "127.0.0.1", 0, data.partitions());
        try {
            return LedgerSettings.from(new Settings(environment(known, data, Map.of())));
        } catch (IllegalArgumentException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the environment says, but for where things are: that is known here. */
    private static Map<String, String> environment(
            Endpoints endpoints, DataDirectory data, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(settings);
        if (environment.getOrDefault("RUNLEDGER_GUARD_KEY", "").isBlank()) {
            environment.putAll(guardKey(data, new Settings(environment).text(LedgerSettings.SEALS))
                    .settings());
        }
        if (data.isSecure()) {
            environment.putIfAbsent(Access.VARIABLE, Access.REQUIRED);
        }
        environment.put("RUNLEDGER_KAFKA_BOOTSTRAP", endpoints.bootstrapServers());
        environment.put("RUNLEDGER_REGISTRY_URL", endpoints.registryUrl());
        environment.put("RUNLEDGER_LOG_PARTITIONS", String.valueOf(endpoints.partitions()));
        environment.put("RUNLEDGER_STATE_DIR", data.state().toString());
        environment.put("RUNLEDGER_GUARD_STATE_DIR", data.guardState().toString());
        environment.put("RUNLEDGER_INSTANCE_ID", "standalone");
        environment.put("RUNLEDGER_HOST", endpoints.host());
        environment.put("RUNLEDGER_GATEWAY_PORT", String.valueOf(endpoints.port()));
        return environment;
    }

    private static GuardKey guardKey(DataDirectory data, String sealsTopic) {
        try {
            return data.guardKey(sealsTopic);
        } catch (IOException e) {
            throw new ClearFailure(
                    "The guard key in " + data.root() + " cannot be read or written (" + e + "): see who owns it.", e);
        }
    }

    @Override
    public void close() {
        started.close();
    }
}
