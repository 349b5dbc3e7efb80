package io.runledger.query.records;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.core.run.RunStatus;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.Cursor;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.PageRooms;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.answer.RunJson;
import io.runledger.query.answer.RunLife;
import io.runledger.query.answer.RunRow;
import io.runledger.query.answer.RunSilence;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Reads;
import io.runledger.query.read.Route;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.read.RunQuery;
import io.runledger.streams.views.read.RunStart;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /runs}. Time and name are found by index; what else is asked for is looked up run by run, in so many runs at
 * once: a page may be short, or empty, and still have a {@code next}.
 */
public final class RunsRoute implements Handler {
    private static final List<String> STATUSES = RunStatus.words();
    private static final int MOST_LOOKED_AT = 2_000;

    private final Views views;
    private final RunSilence silence;
    private final PageRooms rooms;

    public RunsRoute(Views views, RunSilence silence, PageRooms rooms) {
        this.views = views;
        this.silence = silence;
        this.rooms = rooms;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.RUNS);
        Optional<String> status = parameters.text(Parameter.STATUS);
        if (status.isPresent() && !STATUSES.contains(status.get())) {
            throw ProblemException.malformed("status must be one of: " + String.join(", ", STATUSES));
        }
        RunQuery query = new RunQuery(
                parameters.text(Parameter.RUN_ID_PREFIX),
                parameters.time(Parameter.SINCE),
                parameters.time(Parameter.UNTIL),
                parameters.descending(true),
                Optional.empty());
        Optional<String> type = parameters.text(Parameter.EVENT_TYPE);
        int digest = List.of(query.toString(), status, type).hashCode();
        Optional<Cursor> after = parameters.text(Parameter.CURSOR).map(text -> Cursor.parse(text, digest));
        Reads reads = new Reads(ctx, views);
        try (PageRooms.Room room = rooms.open(reads.isPart())) {
            Looking looking = new Looking(reads, silence, status, type, room);
            RecordJson.page(ctx, "runs", looking.page(query, digest, after, parameters.limit()), RunJson::row);
        }
    }

    private record Looking(
            Reads reads, RunSilence silence, Optional<String> status, Optional<String> type, PageRooms.Room room) {
        Page<RunRow> page(RunQuery query, int digest, Optional<Cursor> after, int limit) {
            List<RunRow> rows = new ArrayList<>();
            List<Cursor> cursors = new ArrayList<>();
            Optional<Cursor> next = after;
            int looked = 0;
            do {
                Page<RunStart> starts = reads.lists().runs(query, digest, next, limit);
                for (int i = 0; i < starts.rows().size() && rows.size() <= limit; i++) {
                    if (!rows.isEmpty() && !room.hasMore()) {
                        return new Page<>(rows, cursors, Optional.of(cursors.get(rows.size() - 1)));
                    }
                    Optional<RunRow> row = row(starts.rows().get(i));
                    if (row.isPresent()) {
                        rows.add(row.get());
                        room.take(row.get().weight());
                        cursors.add(starts.cursors().get(i));
                    }
                }
                next = starts.next();
                looked += starts.rows().size();
            } while (next.isPresent() && rows.size() < limit && looked < MOST_LOOKED_AT);
            return rows.size() > limit
                    ? new Page<>(rows.subList(0, limit), cursors.subList(0, limit), Optional.of(cursors.get(limit - 1)))
                    : new Page<>(rows, cursors, next);
        }

        private Optional<RunRow> row(RunStart start) {
            String run = start.runId();
            return reads.of(
                            run,
                            reader -> type.isPresent() && !reader.directory().hasType(run, Kind.EVENT, type.get())
                                    ? Optional.<RunRow>empty()
                                    : Optional.of(new RunRow(start, RunLife.read(reader, run, silence))))
                    .filter(row ->
                            status.map(row.life().status().word()::equals).orElse(true));
        }
    }
}
