package io.runledger.query;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.http.tls.TlsConfig;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.PageRooms;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.answer.RunJson;
import io.runledger.query.answer.RunSilence;
import io.runledger.query.answer.RunView;
import io.runledger.query.checkpoints.CheckpointRoutes;
import io.runledger.query.checkpoints.CheckpointRouting;
import io.runledger.query.cluster.NodeSeal;
import io.runledger.query.cluster.NodesRoute;
import io.runledger.query.cluster.Routing;
import io.runledger.query.export.BundleRoute;
import io.runledger.query.export.CompareRoute;
import io.runledger.query.export.ExportRoute;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Reads;
import io.runledger.query.read.Route;
import io.runledger.query.records.LogRoutes;
import io.runledger.query.records.RateRoute;
import io.runledger.query.records.RegisteredRoutes;
import io.runledger.query.records.RunsRoute;
import io.runledger.query.review.ReviewReadRoutes;
import io.runledger.query.tail.TailLimits;
import io.runledger.query.tail.TailRoute;
import io.runledger.query.tail.Tails;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.checkpoints.Checkpoints;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What can be read, path by path; and checkpoints, which are written here, too. */
public final class QueryRoutes implements Consumer<JavalinConfig> {
    private static final int MOST_SKIPPED = 1_000_000;
    private static final int ARTIFACTS_SHOWN = 100;

    private final Views views;
    private final Tails tails;
    private final boolean fourEyes;
    private final PageRooms rooms = new PageRooms();
    private final BundleRoute bundles;
    private final CheckpointRoutes checkpoints;
    private final RunSilence silence;
    private final TlsConfig tls;

    /**
     * @param silence after which a run that was told to run is shown as stalled; zero for never
     * @param fourEyes whether the ledger asks for another person for every completion
     * @param tls how nodes call each other
     */
    public QueryRoutes(
            Views views,
            Checkpoints checkpoints,
            TailLimits limits,
            Duration silence,
            boolean fourEyes,
            TlsConfig tls) {
        this.fourEyes = fourEyes;
        this.tls = tls;
        this.views = views;
        this.silence = new RunSilence(silence, Clock.systemUTC());
        this.tails = new Tails(views, limits);
        CheckpointRouting owners = new CheckpointRouting(checkpoints, new NodeSeal(views.seal(), views.self()), tls);
        this.bundles = new BundleRoute(views, owners);
        this.checkpoints = new CheckpointRoutes(owners, views.redaction());
    }

    @Override
    public void accept(JavalinConfig config) {
        Executor answering = config.jetty.threadPool == null ? Runnable::run : config.jetty.threadPool;
        Routing routing = new Routing(views, answering, tls);
        config.routes.before(new NodeSeal(views.seal(), views.self()));
        Route.EVENTS.register(config, routing.list(false, ctx -> records(ctx, Kind.EVENT, Route.EVENTS)));
        Route.EVENTS_TAIL.register(config, routing.tail(tail(config, answering))); // before EVENT, which takes any name
        Route.EVENTS_RATE.register(config, routing.sum(new RateRoute(views, Clock.systemUTC())));
        Route.EVENT.register(config, routing.one(ctx -> record(ctx, Kind.EVENT, Route.EVENT)));
        Route.ARTIFACTS.register(config, routing.list(false, ctx -> records(ctx, Kind.ARTIFACT, Route.ARTIFACTS)));
        Route.ARTIFACT.register(config, routing.one(ctx -> record(ctx, Kind.ARTIFACT, Route.ARTIFACT)));
        Route.RUNS.register(config, routing.list(true, new RunsRoute(views, silence, rooms)));
        Route.RUNS_COMPARE.register(config, new CompareRoute(routing, bundles)); // before RUN, which takes any name
        Route.RUN.register(config, routing.one(this::run));
        Route.RUN_BUNDLE.register(config, routing.one(bundles));
        Route.TYPES.register(config, routing.sum(this::types));
        Route.EXPORT.register(config, routing.whole(new ExportRoute(views)));
        checkpoints.accept(config);
        new ReviewReadRoutes(views, routing, rooms, fourEyes).accept(config);
        new RegisteredRoutes(views, routing, rooms).accept(config);
        new LogRoutes(views, routing).accept(config);
        Route.NODES.register(config, new NodesRoute(views));
    }

    private TailRoute tail(JavalinConfig server, Executor answering) {
        server.events.serverStopping(tails::close);
        return new TailRoute(views, tails, answering);
    }

    /** How many readers follow events now. */
    public int tails() {
        return tails.count();
    }

    private void records(Context ctx, Kind kind, Route route) throws IOException {
        Parameters parameters = new Parameters(ctx, route);
        RecordQuery query = parameters.filtered(RecordQuery.all(kind)
                .run(parameters.text(Parameter.RUN_ID))
                .between(parameters.time(Parameter.SINCE), parameters.time(Parameter.UNTIL))
                .descending(parameters.descending(false)));
        Reads reads = reads(ctx);
        try (PageRooms.Room room = rooms.open(reads.isPart())) {
            Page<StoredRecord> page = reads.lists()
                    .records(
                            query,
                            parameters.text(Parameter.CURSOR),
                            skip(parameters, query),
                            parameters.limit(),
                            room);
            RecordJson.page(ctx, kind.word() + "s", page, RecordJson::record);
        }
    }

    /** Of one run only: its records are in one list, and passing over this many keys of it is quick. */
    private static int skip(Parameters parameters, RecordQuery query) {
        int skip = parameters.number(Parameter.SKIP, 0, 0, MOST_SKIPPED);
        if (skip > 0 && query.run().isEmpty()) {
            throw ProblemException.malformed("skip goes with run_id only; follow next over all runs");
        }
        return skip;
    }

    private void record(Context ctx, Kind kind, Route route) throws IOException {
        String id = ctx.pathParam(kind.word() + "_id");
        StoredRecord record = reads(ctx).record(kind, id, new Parameters(ctx, route).run());
        JsonAnswer.send(ctx, 200, out -> RecordJson.record(record, out));
    }

    private void run(Context ctx) throws IOException {
        Reads reads = reads(ctx);
        new Parameters(ctx, Route.RUN);
        RunView run = reads.run(ctx.pathParam("run_id"), silence);
        try (PageRooms.Room room = rooms.open(reads.isPart())) {
            Page<StoredRecord> artifacts = reads.lists()
                    .records(
                            RecordQuery.all(Kind.ARTIFACT)
                                    .run(Optional.of(run.summary().runId())),
                            Optional.empty(),
                            ARTIFACTS_SHOWN,
                            room);
            JsonAnswer.send(ctx, 200, out -> RunJson.run(run, artifacts, out));
        }
    }

    private void types(Context ctx) throws IOException {
        Reads reads = reads(ctx);
        new Parameters(ctx, Route.TYPES);
        Map<String, Long> events = reads.sums().types(Kind.EVENT);
        Map<String, Long> artifacts = reads.sums().types(Kind.ARTIFACT);
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            RecordJson.types("event_types", events, out);
            RecordJson.types("artifact_types", artifacts, out);
            out.writeEndObject();
        });
    }

    private Reads reads(Context ctx) {
        return new Reads(ctx, views);
    }
}
