package io.runledger.query.records;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.http.JsonAnswer;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Reads;
import io.runledger.query.read.Route;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code GET /events/rate}: how many events the ledger took in each of the last 60 minutes, the one under way included. */
public final class RateRoute implements Handler {
    private static final int MINUTES = 60;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Views views;
    private final Clock clock;

    public RateRoute(Views views, Clock clock) {
        this.views = views;
        this.clock = clock;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        new Parameters(ctx, Route.EVENTS_RATE);
        Instant first = clock.instant().truncatedTo(ChronoUnit.MINUTES).minus(MINUTE.multipliedBy(MINUTES - 1));
        List<Long> counts = new Reads(ctx, views).sums().events(first, MINUTE, MINUTES);
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("events_per_minute");
            for (int i = 0; i < MINUTES; i++) {
                out.writeNumberField(Timestamps.text(first.plus(MINUTE.multipliedBy(i))), counts.get(i));
            }
            out.writeEndObject();
            out.writeEndObject();
        });
    }
}
