package io.runledger.query;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.RecordQuery;
import io.runledger.streams.views.RunStart;
import io.runledger.streams.views.RunSummary;
import io.runledger.streams.views.StoredRecord;
import io.runledger.streams.views.TaskCounts;
import io.runledger.streams.views.Views;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What can be read, path by path. */
public final class QueryRoutes implements Consumer<JavalinConfig> {
    private static final Set<String> EVENT_FILTERS =
            Set.of("run_id", "task_id", "event_type", "since", "order", "limit", "cursor");
    private static final Set<String> ARTIFACT_FILTERS =
            Set.of("run_id", "task_id", "artifact_type", "since", "order", "limit", "cursor");
    private static final Set<String> RUN = Set.of("run_id");
    private static final int RECENT = 20;
    private static final int ARTIFACTS_SHOWN = 100;

    private final Reads reads;
    private final AtLeast atLeast;

    public QueryRoutes(Views views) {
        this.reads = new Reads(views);
        this.atLeast = new AtLeast(views);
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.before(atLeast);
        config.routes.get("/events", ctx -> records(ctx, Kind.EVENT, "event_type", EVENT_FILTERS));
        config.routes.get("/events/{event_id}", ctx -> record(ctx, Kind.EVENT, "event_id"));
        config.routes.get("/artifacts", ctx -> records(ctx, Kind.ARTIFACT, "artifact_type", ARTIFACT_FILTERS));
        config.routes.get("/artifacts/{artifact_id}", ctx -> record(ctx, Kind.ARTIFACT, "artifact_id"));
        config.routes.get("/runs", this::runs);
        config.routes.get("/runs/{run_id}", this::run);
        config.routes.get("/runs/{run_id}/events/{event_id}", ctx -> record(ctx, Kind.EVENT, "event_id"));
        config.routes.get("/runs/{run_id}/artifacts/{artifact_id}", ctx -> record(ctx, Kind.ARTIFACT, "artifact_id"));
        config.routes.get("/runs/{run_id}/tasks/{task_id}", this::task);
        config.routes.get("/tasks/{task_id}", this::task);
        config.routes.get("/types", this::types);
    }

    private void records(Context ctx, Kind kind, String type, Set<String> known) throws IOException {
        Parameters parameters = new Parameters(ctx, known);
        RecordQuery query = RecordQuery.all(kind)
                .run(parameters.text("run_id"))
                .task(parameters.text("task_id"))
                .type(parameters.text(type))
                .since(parameters.time("since"))
                .descending(parameters.descending(false));
        Page<StoredRecord> page = reads.records(query, parameters.text("cursor"), parameters.limit());
        JsonAnswer.send(ctx, 200, out -> Shown.page(kind.word() + "s", page, Shown::record, out));
    }

    private void record(Context ctx, Kind kind, String id) throws IOException {
        StoredRecord record = reads.record(kind, ctx.pathParam(id), named(ctx));
        JsonAnswer.send(ctx, 200, out -> Shown.record(record, out));
    }

    private void runs(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Set.of("order", "limit", "cursor"));
        Page<RunStart> page = reads.runs(parameters.descending(true), parameters.text("cursor"), parameters.limit());
        JsonAnswer.send(ctx, 200, out -> Shown.page("runs", page, Shown::runStart, out));
    }

    private void run(Context ctx) throws IOException {
        new Parameters(ctx, Set.of());
        RunSummary run = reads.run(ctx.pathParam("run_id"));
        Page<StoredRecord> artifacts = reads.records(
                RecordQuery.all(Kind.ARTIFACT).run(Optional.of(run.runId())), Optional.empty(), ARTIFACTS_SHOWN);
        JsonAnswer.send(ctx, 200, out -> Shown.run(run, artifacts, out));
    }

    private void task(Context ctx) throws IOException {
        TaskCounts task = reads.task(ctx.pathParam("task_id"), named(ctx));
        RecordQuery events = of(task, Kind.EVENT);
        List<StoredRecord> first = reads.records(events, Optional.empty(), 1).rows();
        List<StoredRecord> recent =
                reads.records(events.descending(true), Optional.empty(), RECENT).rows();
        List<StoredRecord> artifacts = reads.records(of(task, Kind.ARTIFACT), Optional.empty(), ARTIFACTS_SHOWN)
                .rows();
        JsonAnswer.send(ctx, 200, out -> Shown.task(task, first, recent, artifacts, out));
    }

    private static RecordQuery of(TaskCounts task, Kind kind) {
        return RecordQuery.all(kind).run(Optional.of(task.runId())).task(Optional.of(task.taskId()));
    }

    private void types(Context ctx) throws IOException {
        new Parameters(ctx, Set.of());
        Map<String, Long> events = reads.types(Kind.EVENT);
        Map<String, Long> artifacts = reads.types(Kind.ARTIFACT);
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            Shown.types("event_types", events, out);
            Shown.types("artifact_types", artifacts, out);
            out.writeEndObject();
        });
    }

    /** The run that the path names, else the parameter; both at once would be one too many. */
    private static Optional<String> named(Context ctx) {
        Optional<String> inPath = Optional.ofNullable(ctx.pathParamMap().get("run_id"));
        Parameters parameters = new Parameters(ctx, inPath.isPresent() ? Set.of() : RUN);
        return inPath.or(() -> parameters.text("run_id"));
    }
}
