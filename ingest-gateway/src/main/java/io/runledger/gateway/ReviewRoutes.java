package io.runledger.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.review.RequestType;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What may be asked of artifacts and tasks, and the registration of files; each by its bare and by its full name. */
final class ReviewRoutes implements Consumer<JavalinConfig> {
    private final GatewayConfig config;
    private final RecentAppends appends;
    private final Decisions decisions;
    private final RequestReader reader;

    ReviewRoutes(GatewayConfig config, DoorRules rules, RecentAppends appends, Decisions decisions) {
        this.config = config;
        this.appends = appends;
        this.decisions = decisions;
        this.reader = new RequestReader(config.storage(), rules, config.maxBody());
    }

    /** The method and path by which something is asked for. */
    static String way(RequestType type) {
        return (type == RequestType.ARTIFACT_UPDATE ? "PATCH " : "POST ") + path(type);
    }

    private static String path(RequestType type) {
        return switch (type) {
            case ARTIFACT_UPDATE -> "/artifacts/{artifact_id}";
            case ARTIFACT_REVIEW -> "/artifacts/{artifact_id}/review";
            case ARTIFACT_ATTACH -> "/artifacts/{artifact_id}/attach";
            case ARTIFACT_ARCHIVE -> "/artifacts/{artifact_id}/archive";
            case ARTIFACT_SUPERSEDE -> "/artifacts/{artifact_id}/supersede";
            case TASK_DECLARE -> "/tasks";
            case TASK_COMPLETE -> "/tasks/{task_id}/complete";
        };
    }

    @Override
    public void accept(JavalinConfig server) {
        Executor answering = server.jetty.threadPool == null ? Runnable::run : server.jetty.threadPool;
        for (RequestType type : RequestType.values()) {
            Handler ask = counting(new RequestPost(type, reader, appends, decisions, config.decisionWait(), answering));
            for (String prefix : new String[] {"", "/runs/{run_id}"}) {
                if (type == RequestType.ARTIFACT_UPDATE) {
                    server.routes.patch(prefix + path(type), ask);
                } else {
                    server.routes.post(prefix + path(type), ask);
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
