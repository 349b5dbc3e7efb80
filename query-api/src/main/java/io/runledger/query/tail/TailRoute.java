package io.runledger.query.tail;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.runledger.core.access.Visibility;
import io.runledger.http.Accepts;
import io.runledger.http.AccessSession;
import io.runledger.http.Caller;
import io.runledger.http.EventStream;
import io.runledger.http.HeadRequest;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.cluster.Peers;
import io.runledger.query.read.AtLeast;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Route;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Follows events as they come: as server-sent events for who accepts them, else by long polls. No request's thread waits.
 * What came is read from the views in order of the log, so a reader that comes back with its last id misses nothing.
 */
public final class TailRoute implements Handler {
    private final Views views;
    private final Tails tails;
    private final Executor answering;

    /** @param answering where long polls write their answers, which may block */
    public TailRoute(Views views, Tails tails, Executor answering) {
        this.views = views;
        this.tails = tails;
        this.answering = answering;
    }

    @Override
    public void handle(Context ctx) {
        Parameters parameters = new Parameters(ctx, Route.EVENTS_TAIL);
        RecordQuery query = parameters.filtered(RecordQuery.all(Kind.EVENT)
                .run(parameters.text(Parameter.RUN_ID))
                .between(parameters.time(Parameter.SINCE), Optional.empty()));
        int limit = parameters.limit();
        Duration wait = AtLeast.wait(ctx.queryParam(AtLeast.WAIT));
        Optional<String> cursor = parameters.text(Parameter.CURSOR);
        // Who connects again by itself does so with the address it began with: the header is what came since.
        Optional<String> lastId =
                Optional.ofNullable(ctx.header(Peers.LAST_EVENT_ID)).filter(id -> !id.isBlank());
        boolean streaming = Accepts.prefers(ctx.header("Accept"), EventStream.CONTENT_TYPE, "application/json");
        ctx.res().addHeader("Vary", "Accept");
        if (streaming && HeadRequest.is(ctx)) {
            ctx.contentType(EventStream.CONTENT_TYPE);
        } else if (streaming) {
            begin(ctx, query, lastId, cursor);
        } else {
            Follower follower = new Follower(views, tails.applied(), visibility(ctx), query, lastId.or(() -> cursor));
            ctx.future(() -> poll(ctx, follower, limit, wait));
        }
    }

    private static Visibility visibility(Context ctx) {
        return AccessSession.of(ctx).principal().visibility();
    }

    /** An id of no use is told in the stream: an error would be the last that a browser hears. */
    private void begin(Context ctx, RecordQuery query, Optional<String> lastId, Optional<String> cursor) {
        if (lastId.isPresent()) {
            try {
                Follower follower = new Follower(views, tails.applied(), visibility(ctx), query, lastId);
                ctx.future(() -> stream(ctx, follower, Optional.empty()));
                return;
            } catch (ProblemException e) {
                if (e.status() != HttpStatus.BAD_REQUEST.getCode()) {
                    throw e;
                }
                String from = cursor.isPresent() ? "cursor" : query.since().isPresent() ? "since" : "now";
                Reset reset = new Reset(String.valueOf(e.getMessage()), from);
                Follower follower = new Follower(views, tails.applied(), visibility(ctx), query, cursor);
                ctx.future(() -> stream(ctx, follower, Optional.of(reset)));
                return;
            }
        }
        Follower follower = new Follower(views, tails.applied(), visibility(ctx), query, cursor);
        ctx.future(() -> stream(ctx, follower, Optional.empty()));
    }

    private CompletableFuture<Void> stream(Context ctx, Follower follower, Optional<Reset> reset) {
        tails.enter();
        boolean started = false;
        try {
            LiveStream stream = new LiveStream(tails.workers(), follower, tails.limits(), reset, ctx);
            tails.start(stream);
            started = true;
            return stream.whenEnded().whenComplete((end, failure) -> tails.leave());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot begin a stream of events", e);
        } finally {
            if (!started) {
                tails.leave();
            }
        }
    }

    private CompletableFuture<Void> poll(Context ctx, Follower follower, int limit, Duration wait) {
        tails.enter();
        LongPoll poll = new LongPoll(tails.workers(), Caller.of(ctx), AccessSession.of(ctx), follower, limit, wait);
        tails.start(poll);
        return poll.answer()
                .thenAcceptAsync(answer -> answer.ifPresentOrElse(a -> send(ctx, a), Caller.of(ctx)::hangUp), answering)
                .whenComplete((sent, failure) -> tails.leave());
    }

    private static void send(Context ctx, LongPoll.Answer answer) {
        try {
            JsonAnswer.send(ctx, 200, out -> {
                out.writeStartObject();
                RecordJson.list("events", answer.steps(), (step, o) -> RecordJson.record(step.record(), o), out);
                out.writeStringField("next", answer.next().toString());
                out.writeEndObject();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the reader of a long poll went away", e);
        }
    }
}
