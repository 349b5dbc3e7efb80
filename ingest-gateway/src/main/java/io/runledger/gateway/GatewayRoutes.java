package io.runledger.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.runledger.schemas.contract.Contract;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** The writing half of the API, for any server that has room for it. */
public final class GatewayRoutes implements Consumer<JavalinConfig> {
    private final GatewayConfig config;
    private final RecentAppends appends;
    private final Semaphore batchPlaces;

    public GatewayRoutes(LogWriter log, GatewayConfig config) {
        this.config = config;
        this.appends = new RecentAppends(log, config.idempotencyWindow());
        this.batchPlaces = new Semaphore(config.batches().maxConcurrent());
    }

    @Override
    public void accept(JavalinConfig server) {
        Executor answering = server.jetty.threadPool == null ? Runnable::run : server.jetty.threadPool;
        server.routes.post("/events", one(Contract.EVENT, answering));
        server.routes.post("/events/batch", many(Contract.EVENT));
        server.routes.post("/artifacts", one(Contract.ARTIFACT, answering));
        server.routes.post("/artifacts/batch", many(Contract.ARTIFACT));
    }

    private Handler one(Contract<?> contract, Executor answering) {
        return new RecordPost<>(contract, appends, config.maxBody(), answering);
    }

    private Handler many(Contract<?> contract) {
        return new BatchPost<>(contract, appends, config.batches(), config.maxBody(), batchPlaces);
    }
}
