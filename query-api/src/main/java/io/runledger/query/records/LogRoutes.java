package io.runledger.query.records;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.cluster.Routing;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.PartitionScope;
import io.runledger.query.read.Reads;
import io.runledger.query.read.Route;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.mend.Redrive;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RejectQuery;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What became of the log, offset by offset: how far it is applied, and what was rejected and why. */
public final class LogRoutes implements Consumer<JavalinConfig> {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(5);
    private static final Set<String> REASONS =
            Arrays.stream(RejectReason.values()).map(RejectReason::word).collect(Collectors.toCollection(TreeSet::new));

    private final Views views;
    private final Routing routing;

    public LogRoutes(Views views, Routing routing) {
        this.views = views;
        this.routing = routing;
    }

    @Override
    public void accept(JavalinConfig config) {
        Route.POSITIONS.register(config, routing.sum(this::positions));
        Route.REJECTS.register(config, routing.list(true, this::rejects));
        Route.REJECT.register(config, routing.partition(this::reject));
        config.routes.post("/rejects/{partition}/{offset}/redrive", routing.partition(this::redrive));
    }

    private void positions(Context ctx) throws IOException {
        new Parameters(ctx, Route.POSITIONS);
        Reads reads = new Reads(ctx, views);
        SortedMap<Integer, Tally> tallies = reads.sums().tallies();
        Map<String, Long> reasons = reads.sums().rejectsByReason();
        Optional<Map<Integer, Long>> ends = views.recentEnds();
        SortedMap<Integer, List<SetAside>> setAside = reads.sums().setAside();
        JsonAnswer.send(ctx, 200, out -> LogJson.positions(tallies, ends, reasons, setAside, out));
    }

    private void rejects(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.REJECTS);
        Optional<String> reason = parameters.text(Parameter.REASON);
        if (reason.isPresent() && !REASONS.contains(reason.get())) {
            throw ProblemException.malformed("reason must be one of: " + String.join(", ", REASONS));
        }
        RejectQuery query = new RejectQuery(
                reason,
                parameters.time(Parameter.SINCE),
                parameters.time(Parameter.UNTIL),
                parameters.descending(true),
                Optional.empty());
        Page<RejectedRecord> page =
                new Reads(ctx, views).lists().rejects(query, parameters.text(Parameter.CURSOR), parameters.limit());
        RecordJson.page(ctx, "rejects", page, LogJson::reject);
    }

    private void reject(Context ctx) throws IOException {
        new Parameters(ctx, Route.REJECT);
        Position position = position(ctx);
        RejectedRecord reject = new Reads(ctx, views)
                .reject(position)
                .orElseThrow(() -> ProblemException.unknown("nothing was rejected at " + position));
        JsonAnswer.send(ctx, 200, out -> LogJson.reject(reject, out));
    }

    private void redrive(Context ctx) throws IOException, InterruptedException {
        Position rejected = position(ctx);
        Redrive.Result result;
        try {
            result = views.redrive(rejected.partition(), rejected.offset());
        } catch (ViewsClosedException e) {
            throw PartitionScope.away(ctx, rejected.partition());
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable("the log is away for now; ask again", SOON);
        }
        if (result instanceof Redrive.Appended appended) {
            settle(ctx, appended.position());
        } else if (result instanceof Redrive.StillWrong wrong) {
            throw refused(wrong.reason().word(), wrong.detail());
        } else if (result instanceof Redrive.Gone) {
            throw ProblemException.gone("compaction took the record at " + rejected
                    + " from the log; its bytes may still be on the topic of rejected records, under the key "
                    + rejected);
        } else {
            throw ProblemException.unknown("nothing was rejected at " + rejected);
        }
    }

    /** The views have the last word. */
    private void settle(Context ctx, Position position) throws IOException, InterruptedException {
        routing.atLeast().await(ctx, position, APPLIED_WITHIN);
        Optional<RejectedRecord> again;
        try (PartitionReader reader = views.local().read(position.partition())) {
            again = reader.rejects().at(position.offset());
        } catch (ViewsClosedException e) {
            throw ProblemException.unavailable("the views move; GET /rejects tells soon what became of it", SOON);
        }
        if (again.isPresent()) {
            throw refused(again.get().reason(), again.get().detail()).with("position", position);
        }
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeStringField("outcome", "accepted");
            out.writeStringField("position", position.toString());
            out.writeEndObject();
        });
    }

    private static ProblemException refused(String reason, String detail) {
        return ProblemException.conflict("the record is still wrong: it " + detail + "; mend the cause first")
                .with("reason", reason);
    }

    private Position position(Context ctx) {
        return Position.parse(ctx.pathParam("partition") + ":" + ctx.pathParam("offset"))
                .filter(position -> position.partition() < views.partitions())
                .orElseThrow(
                        () -> ProblemException.unknown(
                                "there is no such place on the log; a rejected record's path is /rejects/{partition}/{offset}"));
    }
}
