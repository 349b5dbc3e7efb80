package io.runledger.gateway.requests;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.gateway.append.IdempotencyKey;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.gateway.record.RecordPost;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Registers a file: an ordinary event, which meets the requirement of a file and never that of an artifact. */
final class FilePost implements Handler {
    private final RequestReader reader;
    private final IdempotencyWindow appends;
    private final Executor answering;

    FilePost(RequestReader reader, IdempotencyWindow appends, Executor answering) {
        this.reader = reader;
        this.appends = appends;
        this.answering = answering;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        IdempotencyKey ids = IdempotencyKey.of(ctx);
        Event file = reader.file(ctx, ids);
        RecordKey key = RecordKey.of(file);
        ctx.future(() -> appends.append(file, key, ids.hasMadeNew())
                .whenCompleteAsync((appended, failure) -> {}, answering)
                .thenAccept(appended -> RecordPost.send(ctx, Contract.EVENT, file, key, appended)));
    }
}
