package io.runledger.standalone.registry;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.runledger.http.HttpServer;
import io.runledger.schemas.catalog.LedgerRegistry;
import io.runledger.schemas.catalog.RegistryProblem;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The schema registry that comes with {@code up}: {@link LedgerRegistry} with Confluent's API on a port of its own. */
public final class RegistryServer implements AutoCloseable {
    /** Where Apicurio has Confluent's API, too: addresses of earlier versions of the ledger stay valid. */
    private static final String PATH = "/apis/ccompat/v7";

    private final HttpServer server;
    private final LedgerRegistry registry;
    private final String host;

    private RegistryServer(HttpServer server, LedgerRegistry registry, String host) {
        this.server = server;
        this.registry = registry;
        this.host = host;
    }

    /**
     * Listens at once.
     *
     * @param port 0 for any that is free
     * @param registry closed with this
     * @throws io.runledger.http.HttpServerException if the address cannot be listened on
     */
    public static RegistryServer start(LedgerRegistry registry, String host, int port) {
        return new RegistryServer(
                HttpServer.start(
                        host,
                        port,
                        List.<Consumer<JavalinConfig>>of(
                                RegistryServer::answers,
                                new ConfluentRoutes("", registry),
                                new ConfluentRoutes(PATH, registry),
                                new ApicurioRoutes(registry))),
                registry,
                host);
    }

    private static void answers(JavalinConfig server) {
        for (String path : List.of("/", PATH)) {
            server.routes.get(path, RegistryServer::explain);
        }
        for (String path : List.of("/health", "/health/ready", "/health/live")) {
            server.routes.get(path, ctx -> RegistryJson.answer(ctx, Map.of("status", "UP")));
        }
        server.routes.exception(
                RegistryProblem.class,
                (e, ctx) -> RegistryJson.problem(ctx, e.status(), e.code(), String.valueOf(e.getMessage())));
        server.routes.exception(
                RegistryRefusal.class,
                (e, ctx) -> RegistryJson.problem(ctx, e.status(), e.code(), String.valueOf(e.getMessage())));
        server.routes.exception(RegistryUnavailableException.class, (e, ctx) -> {
            ctx.header("Retry-After", "2");
            RegistryJson.problem(ctx, 503, 50002, String.valueOf(e.getMessage()));
        });
        server.routes.exception(
                HttpResponseException.class,
                (e, ctx) -> RegistryJson.problem(ctx, e.getStatus(), e.getStatus(), refusal(e, ctx)));
    }

    private static String refusal(HttpResponseException e, Context ctx) {
        if (e.getStatus() != 404 && e.getStatus() != 405) {
            return String.valueOf(e.getMessage());
        }
        return "the schema registry has no " + ctx.method().name() + " " + ctx.path()
                + "; it speaks Confluent's API, such as GET /subjects. Records and questions go to the ledger's own"
                + " port, 8080 unless it was set otherwise";
    }

    private static void explain(Context ctx) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("service", "the schema registry of this Runledger");
        about.put("api", "Confluent's, here and below " + PATH);
        about.put(
                "begin",
                List.of("GET /subjects", "GET /subjects/io.runledger.v1.Event/versions/latest", "GET /config"));
        about.put("ledger", "events are written and read on the ledger's own port, 8080 unless it was set otherwise");
        RegistryJson.answer(ctx, about);
        ctx.contentType("application/json");
    }

    public int port() {
        return server.port();
    }

    /** The base URL of its Confluent API. */
    public String confluentUrl() {
        return "http://" + reachable(host) + ":" + server.port() + PATH;
    }

    /** The address to call a server at that was bound to {@code host}. */
    static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    @Override
    public void close() {
        server.close();
        registry.close();
    }
}
