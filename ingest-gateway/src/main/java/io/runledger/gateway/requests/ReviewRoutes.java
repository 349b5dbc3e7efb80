package io.runledger.gateway.requests;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.RequestType;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.gateway.record.RequestPaths;
import io.runledger.schemas.log.RecordKey;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What may be asked of artifacts and tasks, and the registration of files; each by its bare and by its full name. */
public final class ReviewRoutes implements Consumer<JavalinConfig> {
    private final Duration decisionWait;
    private final IdempotencyWindow appends;
    private final Decisions decisions;
    private final RequestReader reader;

    /** @param decisionWait how long a request that says nothing else waits for its decision */
    public ReviewRoutes(RequestReader reader, IdempotencyWindow appends, Decisions decisions, Duration decisionWait) {
        this.reader = reader;
        this.appends = appends;
        this.decisions = decisions;
        this.decisionWait = decisionWait;
    }

    @Override
    public void accept(JavalinConfig server) {
        Executor answering = server.jetty.threadPool == null ? Runnable::run : server.jetty.threadPool;
        for (RequestType type : RequestType.all()) {
            Handler ask = counting(new RequestPost(type, reader, appends, decisions, decisionWait, answering));
            for (String prefix : new String[] {"", "/runs/{run_id}"}) {
                if (type == ArtifactRequest.UPDATE) {
                    server.routes.patch(prefix + RequestPaths.of(type), ask);
                } else {
                    server.routes.post(prefix + RequestPaths.of(type), ask);
                }
            }
        }
        Handler file = counting(new FilePost(reader, appends, answering));
        server.routes.post("/files", file);
        server.routes.post("/runs/{run_id}/files", file);
    }

    /** Requests and files are events, too. */
    private Handler counting(Handler handler) {
        return appends.metrics().counting(RecordKey.Kind.EVENT, handler);
    }
}
