package io.runledger.gateway;

import io.javalin.config.JavalinConfig;
import io.runledger.core.settings.Settings;
import io.runledger.gateway.append.IngestMetrics;
import io.runledger.gateway.append.LogWriter;
import io.runledger.gateway.contracts.KnownContracts;
import io.runledger.gateway.requests.DecisionWatch;
import io.runledger.http.Health;
import io.runledger.http.HttpServer;
import io.runledger.http.HttpServerException;
import io.runledger.http.Metrics;
import io.runledger.http.OpenApiRoutes;
import io.runledger.http.ServerRules;
import io.runledger.schemas.catalog.Contracts;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as a process of its own. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final SchemaCatalog schemas;
    private final LogWriter log;
    private final KnownContracts contracts;
    private final DecisionWatch decisions;
    private final Metrics metrics;
    private final HttpServer server;

    private Gateway(
            SchemaCatalog schemas,
            LogWriter log,
            KnownContracts contracts,
            DecisionWatch decisions,
            Metrics metrics,
            HttpServer server) {
        this.schemas = schemas;
        this.log = log;
        this.contracts = contracts;
        this.decisions = decisions;
        this.metrics = metrics;
        this.server = server;
    }

    /** Makes or checks the topic, registers the contracts, and only then listens: who is answered can write. */
    public static Gateway start(GatewayConfig config, ServerRules rules) throws LogTopicException {
        try (Admin admin = Admin.create(config.ledger().adminClient())) {
            config.ledger().topic().ensure(admin);
        }
        SchemaCatalog schemas = Contracts.ready(config.ledger(), REGISTRY_PATIENCE);
        KnownContracts contracts = KnownContracts.start(config.ledger().registry(), config.contractsRefresh());
        Metrics metrics = new Metrics();
        LogWriter log =
                new LogWriter(config.ledger(), schemas, config.appendTimeout(), new IngestMetrics(metrics.registry()));
        DecisionWatch decisions = new DecisionWatch(config.ledger(), schemas);
        try {
            return new Gateway(
                    schemas,
                    log,
                    contracts,
                    decisions,
                    metrics,
                    HttpServer.start(
                            config.host(),
                            config.port(),
                            rules,
                            List.<Consumer<JavalinConfig>>of(
                                    new GatewayRoutes(log, contracts, decisions, config),
                                    new OpenApiRoutes(),
                                    health(config),
                                    metrics)));
        } catch (HttpServerException e) {
            decisions.close();
            contracts.close();
            log.close();
            schemas.close();
            metrics.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    /** No more traffic, then those who wait for decisions go, then no new requests, then no more records. */
    @Override
    public void close() {
        server.drain();
        decisions.close();
        server.close();
        contracts.close();
        log.close();
        schemas.close();
        metrics.close();
    }

    /**
     * It needs no restart when the broker or the registry comes back. While they are away writes are answered with 503, which
     * tells a producer more than a gateway that no traffic reaches, and would be so of every other gateway.
     */
    private static Health health(GatewayConfig config) {
        return new Health(Optional::empty, () -> Health.Readiness.READY, config.debugContent());
    }

    public static void main(String[] arguments) {
        try {
            ServerRules rules = ServerRules.from(new Settings(System.getenv()));
            Gateway gateway = start(GatewayConfig.from(System.getenv()), rules);
            rules.termination().onSignal(gateway);
            LOG.info("the gateway listens, port={}", gateway.port());
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | HttpServerException
                | KafkaException
                | IllegalArgumentException e) {
            LOG.error("the gateway cannot start: {}", e.getMessage());
            System.exit(1);
        }
    }
}
