package io.runledger.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.runledger.access.AccessControl;
import io.runledger.access.KeyRoutes;
import io.runledger.core.redaction.Content;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.gateway.append.LogWriter;
import io.runledger.gateway.batch.BatchPlaces;
import io.runledger.gateway.batch.BatchPost;
import io.runledger.gateway.contracts.ContractRoutes;
import io.runledger.gateway.contracts.KnownContracts;
import io.runledger.gateway.record.DoorRules;
import io.runledger.gateway.record.KeyEventLog;
import io.runledger.gateway.record.RecordErasure;
import io.runledger.gateway.record.RecordPost;
import io.runledger.gateway.requests.DecisionWatch;
import io.runledger.gateway.requests.Decisions;
import io.runledger.gateway.requests.RequestReader;
import io.runledger.gateway.requests.ReviewRoutes;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.RecordKey;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The writing half of the API, for any server that has room for it. */
public final class GatewayRoutes implements Consumer<JavalinConfig> {
    private final GatewayConfig config;
    private final AccessControl access;
    private final KnownContracts contracts;
    private final IdempotencyWindow appends;
    private final Decisions decisions;
    private final DoorRules rules;
    private final BatchPlaces batchPlaces;

    public GatewayRoutes(
            LogWriter log,
            KnownContracts contracts,
            DecisionWatch decisions,
            AccessControl access,
            GatewayConfig config) {
        this(log, contracts, (Decisions) decisions, access, config);
    }

    GatewayRoutes(
            LogWriter log, KnownContracts contracts, Decisions decisions, AccessControl access, GatewayConfig config) {
        this.config = config;
        this.access = access;
        this.decisions = decisions;
        this.rules = new DoorRules(
                config.storage(),
                config.redaction(),
                config.rejectSecrets(),
                config.debugContent() ? Content.KEEP : Content.DROP);
        this.contracts = contracts;
        this.appends = new IdempotencyWindow(log, config.idempotencyWindow());
        this.batchPlaces = new BatchPlaces(config.batches().maxConcurrent(), config.appendTimeout());
        batchPlaces.measure(appends.metrics());
    }

    @Override
    public void accept(JavalinConfig server) {
        Executor answering = server.jetty.threadPool == null ? Runnable::run : server.jetty.threadPool;
        server.routes.post("/events", one(Contract.EVENT, RecordKey.Kind.EVENT, answering));
        server.routes.post("/events/batch", many(Contract.EVENT, RecordKey.Kind.EVENT));
        server.routes.post("/artifacts", one(Contract.ARTIFACT, RecordKey.Kind.ARTIFACT, answering));
        server.routes.post("/artifacts/batch", many(Contract.ARTIFACT, RecordKey.Kind.ARTIFACT));
        Handler eraseEvent = new RecordErasure(RecordKey.Kind.EVENT, rules, appends, answering);
        server.routes.delete("/events/{event_id}", eraseEvent);
        server.routes.delete("/runs/{run_id}/events/{event_id}", eraseEvent);
        Handler eraseArtifact = new RecordErasure(RecordKey.Kind.ARTIFACT, rules, appends, answering);
        server.routes.delete("/artifacts/{artifact_id}", eraseArtifact);
        server.routes.delete("/runs/{run_id}/artifacts/{artifact_id}", eraseArtifact);
        RequestReader requests = new RequestReader(config.storage(), rules, config.maxBody());
        new ReviewRoutes(requests, appends, decisions, config.decisionWait()).accept(server);
        new ContractRoutes(contracts.registered(), rules, config.maxBody()).accept(server);
        new KeyRoutes(access, new KeyEventLog(appends)).accept(server);
    }

    private Handler one(Contract<?> contract, RecordKey.Kind kind, Executor answering) {
        return appends.metrics()
                .counting(kind, new RecordPost<>(contract, contracts, rules, appends, config.maxBody(), answering));
    }

    private Handler many(Contract<?> contract, RecordKey.Kind kind) {
        return new BatchPost<>(
                contract, kind, contracts, rules, appends, config.batches(), config.maxBody(), batchPlaces);
    }
}
