package io.runledger.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.config.Key;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** One port with the routes of one or more doors. */
public final class HttpServer implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int FEWEST_THREADS = 4;

    /** Most bytes of a request's line and headers. */
    static final int HEADER_BYTES = 8 * 1024;

    private static final int MOST_WATCHERS = 16;
    private static final int IDLE_MILLIS = 60_000;

    /** Little time for much of the gain; answers are made of repeating names. */
    private static final int GZIP_LEVEL = 3;

    private static final int GZIP_FROM_BYTES = 1_500;

    /** Names in paths may hold any character, so also those that servers commonly refuse; no path here is a file's. */
    private static final UriCompliance PATHS = UriCompliance.DEFAULT.with(
            "runledger",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    private static final Key<AtomicBoolean> STOPPING = new Key<>("stopping");

    private final Javalin javalin;
    private final AtomicBoolean stopping;
    private final ServerRules rules;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpServer(Javalin javalin, AtomicBoolean stopping, ServerRules rules) {
        this.javalin = javalin;
        this.stopping = stopping;
        this.rules = rules;
    }

    /** Starts to listen, see below; when it is closed it stops at once, but for requests under way. */
    public static HttpServer start(String host, int port, List<? extends Consumer<JavalinConfig>> routes) {
        return start(host, port, ServerRules.local(), routes);
    }

    /** Starts a server that has nothing of the ledger's API, and lets everyone ask who reaches it. */
    public static HttpServer start(
            String host, int port, ServerRules rules, List<? extends Consumer<JavalinConfig>> routes) {
        return start(host, port, rules, AccessGuard.none(), routes);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any that is free
     * @param rules how long stopping may take, and from where it may be asked
     * @param authentication who may ask
     * @param routes each registers its routes; {@code config.jetty.threadPool} is set for those that need an executor
     * @throws HttpServerException if the address cannot be listened on
     * @throws IllegalArgumentException if the certificate or its key cannot be used
     * @throws IllegalStateException if a route declares no permission
     */
    public static HttpServer start(
            String host,
            int port,
            ServerRules rules,
            Authentication authentication,
            List<? extends Consumer<JavalinConfig>> routes) {
        return start(host, port, rules, AccessGuard.of(authentication, rules.limits()), routes);
    }

    private static HttpServer start(
            String host,
            int port,
            ServerRules rules,
            AccessGuard access,
            List<? extends Consumer<JavalinConfig>> routes) {
        ShownText.follow(rules.redaction());
        AtomicBoolean stopping = new AtomicBoolean();
        UnderWay underWay = new UnderWay();
        long patience = rules.termination().patience().toMillis();
        Javalin javalin = Javalin.create(config -> {
            config.appData(STOPPING, stopping);
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = compression();
            QueuedThreadPool workers = threads("http", MOST_THREADS, FEWEST_THREADS);
            config.jetty.threadPool = workers;
            config.jetty.addConnector(
                    (server, http) -> HttpConnector.create(server, http, host, port, underWay, rules));
            config.jetty.modifyHttpConfiguration(HttpServer::configure);
            config.jetty.modifyServletContextHandler(handler -> {
                handler.getServletHandler().setDecodeAmbiguousURIs(true);
                handler.setErrorHandler(new ServerErrors());
            });
            config.jetty.modifyServer(server -> {
                server.setErrorHandler(new ServerErrors());
                QueuedThreadPool watchers = threads("http-watch", MOST_WATCHERS, 1);
                server.addBean(watchers);
                server.insertHandler(new Reception(rules.patience(), workers, watchers));
                server.insertHandler(new GracefulHandler()); // what makes the stop timeout wait for requests
                server.insertHandler(underWay);
                server.setStopTimeout(patience);
            });
            config.routes.before(HttpServer::begin);
            config.routes.before(new CallerGuard(rules.callers()));
            config.routes.before(access::authenticate);
            config.routes.before(new MethodsAnswer());
            config.routes.beforeMatched(access::authorize);
            config.routes.beforeMatched(HttpServer::refuseOtherThanJson);
            Problems.register(config);
            routes.forEach(module -> module.accept(config));
            config.routes.before(new RequestRates(rules.limits().requests()));
        });
        try {
            quietly(javalin::start);
        } catch (JavalinException e) {
            ShownText.leave(rules.redaction());
            throw new HttpServerException(host, port, e);
        }
        HttpServer server = new HttpServer(javalin, stopping, rules);
        try {
            access.check(server.routes());
        } catch (IllegalStateException e) {
            server.close();
            throw e;
        }
        return server;
    }

    public int port() {
        return javalin.port();
    }

    /** What it answers to: the method and the path as it was registered, such as {@code GET /events/{event_id}}. */
    public Set<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the server that answers begins to stop, or does. */
    static boolean isStopping(Context ctx) {
        return ctx.appData(STOPPING).get();
    }

    /**
     * Lets {@code /ready} say that no more requests should come, and takes those that come all the same for as long as the
     * termination's delay is. Done once; part of closing.
     */
    public void drain() {
        Duration delay = rules.termination().delay();
        if (stopping.compareAndSet(false, true) && !delay.isZero()) {
            try {
                Thread.sleep(delay.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Drains, takes no more requests then, and gives those under way as long as the termination leaves them. */
    @Override
    public void close() {
        drain();
        quietly(javalin::stop);
        if (closed.compareAndSet(false, true)) {
            ShownText.leave(rules.redaction());
        }
    }

    private static void begin(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.res().addHeader("Vary", "Accept-Encoding"); // what is long is compressed for those who take it
    }

    private static void refuseOtherThanJson(Context ctx) {
        if (ctx.method().equals(HandlerType.POST) || ctx.method().equals(HandlerType.PATCH)) {
            RequestBody.refuseOtherThanJson(ctx);
        }
    }

    private static CompressionStrategy compression() {
        CompressionStrategy strategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL));
        strategy.setDefaultMinSizeForCompression(GZIP_FROM_BYTES);
        return strategy;
    }

    static QueuedThreadPool threads(String name, int most, int fewest) {
        QueuedThreadPool threads = new QueuedThreadPool(most, fewest, IDLE_MILLIS);
        threads.setName(name);
        return threads;
    }

    private static void configure(HttpConfiguration http) {
        http.setUriCompliance(PATHS);
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
    }

    /** Javalin tells its own coming and going; the switch is global, so it is off only for that time. */
    private static void quietly(Runnable step) {
        JavalinLogger.enabled = false;
        try {
            step.run();
        } finally {
            JavalinLogger.enabled = true;
        }
    }
}
