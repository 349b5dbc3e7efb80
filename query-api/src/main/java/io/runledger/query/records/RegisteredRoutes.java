package io.runledger.query.records;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.PackageView;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.PageRooms;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.answer.RegisteredJson;
import io.runledger.query.cluster.Routing;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Reads;
import io.runledger.query.read.Route;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.Dimension;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** What ordinary events register: packages and files. */
public final class RegisteredRoutes implements Consumer<JavalinConfig> {
    private final Views views;
    private final Routing routing;
    private final PageRooms rooms;

    public RegisteredRoutes(Views views, Routing routing, PageRooms rooms) {
        this.views = views;
        this.routing = routing;
        this.rooms = rooms;
    }

    @Override
    public void accept(JavalinConfig config) {
        Route.PACKAGES.register(config, routing.list(false, this::packages));
        Route.PACKAGE.register(config, routing.one(this::onePackage));
        Route.FILES.register(config, routing.list(false, this::files));
        Route.FILE.register(config, routing.one(this::file));
    }

    private void packages(Context ctx) throws IOException {
        Reads reads = new Reads(ctx, views);
        try (PageRooms.Room room = rooms.open(reads.isPart())) {
            Page<StoredRecord> created = page(ctx, reads, Route.PACKAGES, Registered.PACKAGE, room);
            RecordJson.page(ctx, "packages", created.map(each -> view(reads, each)), RegisteredJson::onePackage);
        }
    }

    private void onePackage(Context ctx) throws IOException {
        Reads reads = new Reads(ctx, views);
        PackageView found = view(reads, one(ctx, reads, Route.PACKAGE, Registered.PACKAGE));
        JsonAnswer.send(ctx, 200, out -> RegisteredJson.onePackage(found, out));
    }

    private static PackageView view(Reads reads, StoredRecord created) {
        Event event = (Event) created.record();
        String id = String.valueOf(event.getSubjectId());
        return new PackageView(
                created,
                reads.of(event.getRunId(), reader -> Registered.FINALIZED.first(reader, event.getRunId(), id)));
    }

    private void files(Context ctx) throws IOException {
        Reads reads = new Reads(ctx, views);
        try (PageRooms.Room room = rooms.open(reads.isPart())) {
            Page<StoredRecord> files = page(ctx, reads, Route.FILES, Registered.FILE, room);
            RecordJson.page(ctx, "files", files, RegisteredJson::file);
        }
    }

    private void file(Context ctx) throws IOException {
        StoredRecord file = one(ctx, new Reads(ctx, views), Route.FILE, Registered.FILE);
        JsonAnswer.send(ctx, 200, out -> RegisteredJson.file(file, out));
    }

    /** Where an id was registered again the page is shorter by that row. */
    private static Page<StoredRecord> page(
            Context ctx, Reads reads, Route route, Registered registered, PageRooms.Room room) {
        Parameters parameters = new Parameters(ctx, route);
        RecordQuery query = parameters
                .filtered(RecordQuery.all(Kind.EVENT).run(parameters.text(Parameter.RUN_ID)))
                .where(Dimension.TYPE, Optional.of(registered.type()))
                .between(parameters.time(Parameter.SINCE), parameters.time(Parameter.UNTIL))
                .descending(parameters.descending(false));
        return reads.lists()
                .records(query, parameters.text(Parameter.CURSOR), parameters.limit(), room)
                .filter(row -> reads.of(((Event) row.record()).getRunId(), reader -> registered.isFirst(reader, row)));
    }

    private static StoredRecord one(Context ctx, Reads reads, Route route, Registered registered) {
        Parameters parameters = new Parameters(ctx, route);
        String id = ctx.pathParam(registered.kind() + "_id");
        String run = reads.run(registered.kind(), id, parameters.run(), reader -> reader.runsWith(registered.all(id)));
        return reads.of(run, reader -> registered.first(reader, run, id))
                .orElseThrow(() -> ProblemException.unknown("run " + run + " has no " + registered.kind() + " " + id));
    }
}
