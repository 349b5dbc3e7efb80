package io.runledger.query.review;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.Move;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.PageRooms;
import io.runledger.query.cluster.Routing;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Reads;
import io.runledger.query.read.Route;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What was asked and decided: an artifact's history, tasks with their proof, bundles, requests. */
public final class ReviewReadRoutes implements Consumer<JavalinConfig> {
    private final Views views;
    private final Routing routing;
    private final PageRooms rooms;
    private final boolean fourEyes;

    /** @param fourEyes whether the ledger asks for another person for every completion */
    public ReviewReadRoutes(Views views, Routing routing, PageRooms rooms, boolean fourEyes) {
        this.fourEyes = fourEyes;
        this.views = views;
        this.routing = routing;
        this.rooms = rooms;
    }

    @Override
    public void accept(JavalinConfig config) {
        Route.ARTIFACT_HISTORY.register(config, routing.one(this::history));
        Route.TASK.register(config, routing.one(this::task));
        Route.TASK_AUDIT.register(config, routing.one(this::audit));
        Route.BUNDLE.register(config, routing.one(this::bundle));
        Route.REQUEST.register(config, routing.one(this::request));
    }

    private void history(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.ARTIFACT_HISTORY);
        Reads reads = new Reads(ctx, views);
        StoredRecord artifact = reads.record(Kind.ARTIFACT, ctx.pathParam("artifact_id"), parameters.run());
        RecordKey key = RecordKey.of(artifact.record());
        try (PageRooms.Room room = rooms.open(reads.isPart())) {
            Page<Move> moves = reads.history(
                    Subject.artifact(key.runId(), key.id()),
                    parameters.text(Parameter.CURSOR),
                    parameters.limit(),
                    room);
            JsonAnswer.send(ctx, 200, out -> ReviewAnswerJson.history(key, moves, out));
        }
    }

    private void task(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.TASK);
        Reads reads = new Reads(ctx, views);
        TaskCounts counts = reads.task(ctx.pathParam("task_id"), parameters.run());
        TaskView task = reads.of(counts.runId(), reader -> TaskView.read(counts, reader, fourEyes));
        JsonAnswer.send(ctx, 200, out -> ReviewAnswerJson.task(task, out));
    }

    private void audit(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.TASK_AUDIT);
        Reads reads = new Reads(ctx, views);
        TaskCounts counts = reads.task(ctx.pathParam("task_id"), parameters.run());
        TaskView task = reads.of(counts.runId(), reader -> TaskView.read(counts, reader, fourEyes));
        List<StoredRecord> decisions = reads.of(counts.runId(), reader -> TaskView.decisions(counts, reader));
        JsonAnswer.send(ctx, 200, out -> ReviewAnswerJson.audit(task, decisions, out));
    }

    private void bundle(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.BUNDLE);
        Reads reads = new Reads(ctx, views);
        String id = ctx.pathParam("bundle_id");
        String run = reads.run(
                "bundle", id, parameters.run(), reader -> reader.directory().runsOfBundle(id));
        BundleView bundle = reads.of(run, reader -> BundleView.read(run, id, reader));
        if (!bundle.isThere()) {
            throw ProblemException.unknown("run " + run + " has no bundle " + id);
        }
        JsonAnswer.send(ctx, 200, out -> ReviewAnswerJson.bundle(bundle, out));
    }

    private void request(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.REQUEST);
        Reads reads = new Reads(ctx, views);
        String id = ctx.pathParam("request_id");
        StoredRecord request = reads.record(Kind.EVENT, id, parameters.run());
        Event asked = (Event) request.record();
        if (RequestType.ofEventType(asked.getEventType()).isEmpty()) {
            throw ProblemException.unknown("event " + id + " of run " + asked.getRunId()
                    + " asks for nothing; GET /events/{event_id} shows what it says");
        }
        Optional<StoredRecord> decision = reads.of(asked.getRunId(), reader -> decision(asked, reader));
        boolean erased = reads.of(asked.getRunId(), reader -> isErased(asked, reader));
        JsonAnswer.send(ctx, 200, out -> ReviewAnswerJson.request(request, decision, !erased, out));
    }

    /** Whether what was asked about is gone for good, and its state with it. */
    private static boolean isErased(Event request, PartitionReader reader) {
        String subject = request.getSubjectId();
        return subject != null
                && RequestType.Subject.ARTIFACT.word().equals(request.getSubjectKind())
                && reader.isErased(new RecordKey(Kind.ARTIFACT, request.getRunId(), subject));
    }

    private static Optional<StoredRecord> decision(Event request, PartitionReader reader) {
        RecordKey key = new RecordKey(Kind.EVENT, request.getRunId(), Decision.id(RecordKey.of(request)));
        if (reader.isErased(key)) {
            throw ProblemException.gone("what was decided about request " + request.getEventId() + " was erased");
        }
        return reader.record(key);
    }
}
