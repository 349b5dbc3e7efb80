package io.runledger.gateway;

import io.javalin.config.JavalinConfig;
import io.runledger.access.AccessControl;
import io.runledger.core.process.Started;
import io.runledger.gateway.append.IngestMetrics;
import io.runledger.gateway.append.LogWriter;
import io.runledger.gateway.contracts.KnownContracts;
import io.runledger.gateway.requests.DecisionWatch;
import io.runledger.http.Health;
import io.runledger.http.HttpServer;
import io.runledger.http.Metrics;
import io.runledger.http.OpenApiRoutes;
import io.runledger.http.ServerRules;
import io.runledger.http.ServiceRunner;
import io.runledger.schemas.catalog.Contracts;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LogTopicException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** The gateway as a process of its own. */
public final class Gateway implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final Started started;
    private final HttpServer server;

    private Gateway(Started started, HttpServer server) {
        this.started = started;
        this.server = server;
    }

    /** Makes or checks the topic, registers the contracts, and only then listens: who is answered can write. */
    public static Gateway start(GatewayConfig config, ServerRules rules) throws LogTopicException {
        return Started.whole(started -> new Gateway(started, listening(config, rules, started)));
    }

    /** To be closed in reverse: no more traffic, then those who wait for decisions go, then no more requests, then no records. */
    private static HttpServer listening(GatewayConfig config, ServerRules rules, Started started)
            throws LogTopicException {
        try (Admin admin = Admin.create(config.ledger().adminClient())) {
            config.ledger().topic().ensure(admin);
        }
        AccessControl access = started.add(AccessControl.start(config.ledger(), config.access()));
        Metrics metrics = started.add(new Metrics());
        SchemaCatalog schemas = started.add(Contracts.ready(config.ledger(), REGISTRY_PATIENCE));
        LogWriter log = started.add(
                new LogWriter(config.ledger(), schemas, config.appendTimeout(), new IngestMetrics(metrics.registry())));
        KnownContracts contracts =
                started.add(KnownContracts.start(config.ledger().registry(), config.contractsRefresh()));
        DecisionWatch decisions = started.add(new DecisionWatch(config.ledger(), schemas));
        HttpServer server = started.add(HttpServer.start(
                config.host(),
                config.port(),
                rules,
                access,
                List.<Consumer<JavalinConfig>>of(
                        new GatewayRoutes(log, contracts, decisions, access, config),
                        new OpenApiRoutes(),
                        health(config),
                        metrics)));
        started.closeFirst(decisions);
        started.add(server::drain);
        return server;
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        started.close();
    }

    /**
     * It needs no restart when the broker or the registry comes back. While they are away writes are answered with 503, which
     * tells a producer more than a gateway that no traffic reaches, and would be so of every other gateway.
     */
    private static Health health(GatewayConfig config) {
        return new Health(Optional::empty, () -> Health.Readiness.READY, config.debugContent());
    }

    public static void main(String[] arguments) {
        ServiceRunner.run(
                "gateway", (environment, rules, started) -> listening(GatewayConfig.from(environment), rules, started));
    }
}
