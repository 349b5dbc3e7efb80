package io.runledger.query;

import io.runledger.core.settings.Settings;
import io.runledger.http.HttpServer;
import io.runledger.http.HttpServerException;
import io.runledger.http.Metrics;
import io.runledger.http.OpenApiRoutes;
import io.runledger.http.ServerRules;
import io.runledger.query.admin.AdminRoutes;
import io.runledger.query.admin.HealthRoutes;
import io.runledger.query.admin.ViewsMetrics;
import io.runledger.query.console.ConsoleRoutes;
import io.runledger.schemas.catalog.Contracts;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.streams.checkpoints.Checkpoints;
import io.runledger.streams.checkpoints.CheckpointsTopic;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query node as a process of its own: the views topology, the reading half of the API, and checkpoints. */
public final class Query implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Query.class);
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final SchemaCatalog schemas;
    private final Views views;
    private final Checkpoints checkpoints;
    private final Metrics metrics;
    private final HttpServer server;

    private Query(SchemaCatalog schemas, Views views, Checkpoints checkpoints, Metrics metrics, HttpServer server) {
        this.schemas = schemas;
        this.views = views;
        this.checkpoints = checkpoints;
        this.metrics = metrics;
        this.server = server;
    }

    /** Listens at once; {@code /ready} tells when the views have what stands on the log. */
    public static Query start(QueryConfig config, ServerRules rules) throws LogTopicException {
        try (Admin admin = Admin.create(config.views().ledger().adminClient())) {
            config.views().ledger().topic().ensure(admin);
            CheckpointsTopic.ensure(config.views().ledger(), admin);
        }
        SchemaCatalog schemas = Contracts.ready(config.views().ledger(), REGISTRY_PATIENCE);
        Views views = Views.start(config.views(), schemas);
        Metrics metrics = new Metrics();
        ViewsMetrics.register(views, metrics);
        Checkpoints checkpoints = Checkpoints.start(config.views(), metrics.registry());
        try {
            return new Query(
                    schemas,
                    views,
                    checkpoints,
                    metrics,
                    HttpServer.start(
                            config.host(),
                            config.port(),
                            rules,
                            List.of(
                                    new QueryRoutes(views, checkpoints, config.tails(), config.silence()),
                                    new AdminRoutes(views),
                                    new HealthRoutes(
                                            views, () -> checkpoints.health().failure(), false),
                                    new OpenApiRoutes(),
                                    new ConsoleRoutes(),
                                    metrics)));
        } catch (HttpServerException e) {
            checkpoints.close();
            views.close();
            schemas.close();
            metrics.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    /** No more traffic, then no new requests, then out of the group. */
    @Override
    public void close() {
        server.close();
        checkpoints.close();
        views.close();
        schemas.close();
        metrics.close();
    }

    public static void main(String[] arguments) {
        try {
            ServerRules rules = ServerRules.from(new Settings(System.getenv()));
            Query query = start(QueryConfig.from(System.getenv()), rules);
            rules.termination().onSignal(query);
            LOG.info("the query node listens, port={}", query.port());
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | HttpServerException
                | ViewsException
                | LogUnavailableException
                | KafkaException
                | IllegalArgumentException e) {
            LOG.error("the query node cannot start: {}", e.getMessage());
            System.exit(1);
        }
    }
}
