package io.runledger.query;

import io.runledger.http.HttpServer;
import io.runledger.http.HttpServerException;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.wire.Contracts;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.streams.views.LogUnavailableException;
import io.runledger.streams.views.Views;
import io.runledger.streams.views.ViewsException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** A query node as a process of its own: the views topology and the reading half of the API. */
public final class Query implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final Views views;
    private final HttpServer server;

    private Query(Views views, HttpServer server) {
        this.views = views;
        this.server = server;
    }

    /** Listens at once; {@code /ready} tells when the views have what stands on the log. */
    public static Query start(QueryConfig config) throws LogTopicException {
        RegistryClient registry = new RegistryClient(config.views().ledger().registry(), REGISTRY_PATIENCE);
        try (Admin admin = Admin.create(config.views().ledger().client())) {
            config.views().ledger().topic().ensure(admin);
        }
        Contracts.registerAll(registry);
        Views views = Views.start(config.views(), registry);
        try {
            return new Query(
                    views,
                    HttpServer.start(
                            config.host(),
                            config.port(),
                            List.of(
                                    new QueryRoutes(views, config.tails()),
                                    new AdminRoutes(views),
                                    new HealthRoutes(views),
                                    new OpenApiRoutes())));
        } catch (HttpServerException e) {
            views.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    /** No new requests, then out of the group. */
    @Override
    public void close() {
        server.close();
        views.close();
    }

    @SuppressWarnings("SystemOut") // who starts it reads it there
    public static void main(String[] arguments) {
        try {
            Query query = start(QueryConfig.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(query::close, "stop"));
            System.out.println("query node listens on port " + query.port());
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | HttpServerException
                | ViewsException
                | LogUnavailableException
                | KafkaException
                | IllegalArgumentException e) {
            System.err.println("the query node cannot start: " + e.getMessage());
            System.exit(1);
        }
    }
}
