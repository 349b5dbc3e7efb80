package io.runledger.gateway.requests;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.gateway.append.AppendAnswer;
import io.runledger.gateway.append.IdempotencyKey;
import io.runledger.gateway.append.RecentAppends;
import io.runledger.gateway.record.RecordPost;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Registers a file: an ordinary event, which meets the requirement of a file and never that of an artifact. */
final class FilePost implements Handler {
    private final RequestReader reader;
    private final RecentAppends appends;
    private final Executor answering;

    FilePost(RequestReader reader, RecentAppends appends, Executor answering) {
        this.reader = reader;
        this.appends = appends;
        this.answering = answering;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        IdempotencyKey ids = IdempotencyKey.of(ctx);
        Event file = reader.file(ctx, ids);
        RecordKey key = RecordKey.of(file);
        ctx.future(() -> {
            AppendAnswer answer = new AppendAnswer();
            if (ids.hasMadeNew()) {
                appends.appendNew(file, key, answer);
            } else {
                appends.append(file, key, answer);
            }
            return answer.whenCompleteAsync((accepted, failure) -> {}, answering)
                    .thenAccept(accepted -> RecordPost.send(ctx, Contract.EVENT, file, key, accepted));
        });
    }
}
