package io.runledger.gateway.requests;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.core.review.RequestType;
import io.runledger.gateway.append.IdempotencyKey;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Asks for something that the guard decides: appends the request and waits for the decision, without a thread, for as long as
 * the client prefers. It begins to wait before it appends, so that no decision comes too early.
 */
final class RequestPost implements Handler {
    private final RequestType type;
    private final RequestReader reader;
    private final IdempotencyWindow appends;
    private final Decisions decisions;
    private final Duration wait;
    private final Executor answering;

    RequestPost(
            RequestType type,
            RequestReader reader,
            IdempotencyWindow appends,
            Decisions decisions,
            Duration wait,
            Executor answering) {
        this.type = type;
        this.reader = reader;
        this.appends = appends;
        this.decisions = decisions;
        this.wait = wait;
        this.answering = answering;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        IdempotencyKey ids = IdempotencyKey.of(ctx);
        Event request = reader.request(ctx, type, ids);
        Preference preference = Preference.of(ctx, wait);
        ctx.future(() -> decisions
                .ready()
                .thenComposeAsync(ready -> ask(ctx, request, ids.hasMadeNew(), preference), answering));
    }

    private CompletableFuture<Void> ask(Context ctx, Event request, boolean isNew, Preference preference) {
        RecordKey key = RecordKey.of(request);
        CompletableFuture<Optional<Decided>> decided = decisions.await(key);
        return appends.append(request, key, isNew)
                .whenComplete((appended, failure) -> {
                    if (failure != null) {
                        decided.complete(Optional.empty()); // nobody waits for it
                    } else {
                        decided.completeOnTimeout(
                                Optional.empty(), preference.patience().toMillis(), TimeUnit.MILLISECONDS);
                    }
                })
                .thenCompose(appended -> decided.thenAcceptAsync(
                        decision -> {
                            preference.applied(ctx);
                            new RequestAnswer(key, appended.receipt()).send(ctx, decision);
                        },
                        answering));
    }
}
