package io.runledger.query;

import io.runledger.access.AccessControl;
import io.runledger.access.SessionRoutes;
import io.runledger.core.process.Started;
import io.runledger.http.HttpServer;
import io.runledger.http.Metrics;
import io.runledger.http.OpenApiRoutes;
import io.runledger.http.ServerRules;
import io.runledger.http.ServiceRunner;
import io.runledger.query.admin.AdminRoutes;
import io.runledger.query.admin.HealthRoutes;
import io.runledger.query.admin.ViewsMetrics;
import io.runledger.query.console.ConsoleRoutes;
import io.runledger.schemas.catalog.Contracts;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.streams.checkpoints.Checkpoints;
import io.runledger.streams.checkpoints.CheckpointsTopic;
import io.runledger.streams.views.serve.Views;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** A query node as a process of its own: the views topology, the reading half of the API, and checkpoints. */
public final class Query implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final Started started;
    private final HttpServer server;

    private Query(Started started, HttpServer server) {
        this.started = started;
        this.server = server;
    }

    /** Listens at once; {@code /ready} tells when the views have what is on the log. */
    public static Query start(QueryConfig config, ServerRules rules) throws LogTopicException {
        return Started.whole(started -> new Query(started, listening(config, rules, started)));
    }

    /** To be closed in reverse: no more traffic, then no more requests, then out of the group. */
    private static HttpServer listening(QueryConfig config, ServerRules rules, Started started)
            throws LogTopicException {
        try (Admin admin = Admin.create(config.views().ledger().adminClient())) {
            config.views().ledger().topic().ensure(admin);
            CheckpointsTopic.ensure(config.views().ledger(), admin);
        }
        AccessControl access = started.add(AccessControl.start(config.views().ledger(), config.access()));
        Metrics metrics = started.add(new Metrics());
        SchemaCatalog schemas = started.add(Contracts.ready(config.views().ledger(), REGISTRY_PATIENCE));
        Views views = started.add(Views.start(config.views(), schemas));
        ViewsMetrics.register(views, metrics);
        Checkpoints checkpoints = started.add(Checkpoints.start(config.views(), metrics.registry()));
        return started.add(HttpServer.start(
                config.host(),
                config.port(),
                rules,
                access,
                List.of(
                        new QueryRoutes(
                                views, checkpoints, config.tails(), config.silence(), config.fourEyes(), rules.tls()),
                        new AdminRoutes(views),
                        new HealthRoutes(views, () -> checkpoints.health().failure(), false),
                        new OpenApiRoutes(),
                        new ConsoleRoutes(),
                        new SessionRoutes(access),
                        metrics)));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        started.close();
    }

    public static void main(String[] arguments) {
        ServiceRunner.run(
                "query node",
                (environment, rules, started) -> listening(QueryConfig.from(environment), rules, started));
    }
}
