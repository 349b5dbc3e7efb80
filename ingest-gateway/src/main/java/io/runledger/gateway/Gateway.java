package io.runledger.gateway;

import io.javalin.config.JavalinConfig;
import io.runledger.http.HttpServer;
import io.runledger.http.HttpServerException;
import io.runledger.http.JsonAnswer;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.wire.Contracts;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The gateway as a process of its own. */
public final class Gateway implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final LogWriter log;
    private final KnownContracts contracts;
    private final DecisionWatch decisions;
    private final HttpServer server;

    private Gateway(LogWriter log, KnownContracts contracts, DecisionWatch decisions, HttpServer server) {
        this.log = log;
        this.contracts = contracts;
        this.decisions = decisions;
        this.server = server;
    }

    /** Makes or checks the topic, registers the contracts, and only then listens: who is answered can write. */
    public static Gateway start(GatewayConfig config) throws LogTopicException {
        try (Admin admin = Admin.create(config.ledger().client())) {
            config.ledger().topic().ensure(admin);
        }
        Contracts.registerAll(new RegistryClient(config.ledger().registry(), REGISTRY_PATIENCE));
        KnownContracts contracts = KnownContracts.start(config);
        LogWriter log = new LogWriter(config.ledger(), config.appendTimeout());
        DecisionWatch decisions = new DecisionWatch(config.ledger());
        try {
            return new Gateway(
                    log,
                    contracts,
                    decisions,
                    HttpServer.start(
                            config.host(),
                            config.port(),
                            List.<Consumer<JavalinConfig>>of(
                                    new GatewayRoutes(log, contracts, decisions, config),
                                    server -> health(server, config))));
        } catch (HttpServerException e) {
            decisions.close();
            contracts.close();
            log.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    /** Those who wait for decisions go, then no new requests, then no more records. */
    @Override
    public void close() {
        decisions.close();
        server.close();
        contracts.close();
        log.close();
    }

    private static void health(JavalinConfig server, GatewayConfig config) {
        server.routes.get(
                "/health",
                ctx -> JsonAnswer.send(ctx, 200, out -> {
                    out.writeStartObject();
                    out.writeStringField("status", "ok");
                    if (config.debugContent()) {
                        out.writeBooleanField("debug_content", true);
                    }
                    out.writeEndObject();
                }));
        server.routes.get(
                "/ready",
                ctx -> JsonAnswer.send(ctx, 200, out -> {
                    out.writeStartObject();
                    out.writeStringField("status", "ready");
                    out.writeEndObject();
                }));
    }

    @SuppressWarnings("SystemOut") // who starts it reads it there
    public static void main(String[] arguments) {
        try {
            Gateway gateway = start(GatewayConfig.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
            System.out.println("gateway listens on port " + gateway.port());
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | HttpServerException
                | KafkaException
                | IllegalArgumentException e) {
            System.err.println("the gateway cannot start: " + e.getMessage());
            System.exit(1);
        }
    }
}
