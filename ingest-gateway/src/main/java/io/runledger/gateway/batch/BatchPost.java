package io.runledger.gateway.batch;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.core.access.Principal;
import io.runledger.gateway.append.AppendFailure;
import io.runledger.gateway.append.Appended;
import io.runledger.gateway.append.IdempotencyKey;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.gateway.record.DoorRules;
import io.runledger.gateway.record.RawRecord;
import io.runledger.gateway.record.RecordBody;
import io.runledger.gateway.record.SenderHeaders;
import io.runledger.http.AccessSession;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import io.runledger.schemas.contract.Arrival;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadContracts;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Appends many records of one kind, each as if it had come alone: what is wrong with one costs no other. Each is sent before
 * more of the body is waited for, and only when all are out the first answer is. So the records of a run are on the log
 * in the order of the batch.
 *
 * <p>A batch over its limits is answered with 413, but what was read before is kept: the answer lists it.
 */
public final class BatchPost<T extends SpecificRecord> implements Handler {
    /** Problems that are listed for one item. */
    private static final int MOST_ERRORS = 10;

    private final Contract<T> contract;
    private final RecordKey.Kind kind;
    private final PayloadContracts payloads;
    private final DoorRules rules;
    private final IdempotencyWindow appends;
    private final BatchLimits limits;
    private final int maxItem;
    private final BatchPlaces places;

    /**
     * Makes the handler.
     *
     * @param maxItem most bytes of one item
     * @param places of batches that may be under way; shared with other handlers
     */
    public BatchPost(
            Contract<T> contract,
            RecordKey.Kind kind,
            PayloadContracts payloads,
            DoorRules rules,
            IdempotencyWindow appends,
            BatchLimits limits,
            int maxItem,
            BatchPlaces places) {
        this.contract = contract;
        this.kind = kind;
        this.payloads = payloads;
        this.rules = rules;
        this.appends = appends;
        this.limits = limits;
        this.maxItem = maxItem;
        this.places = places;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        IdempotencyKey ids = IdempotencyKey.of(ctx);
        boolean lines = RequestBody.isLines(ctx);
        try (BatchPlaces.Place place = places.enter();
                InputStream in = RequestBody.stream(ctx, limits.maxBytes(), place)) {
            BatchBody body = lines
                    ? new BatchLines(in, maxItem, limits.maxBytes())
                    : new BatchArray(in, maxItem, limits.maxBytes());
            Batch batch = new Batch();
            read(body, ids, SenderHeaders.arrival(ctx), AccessSession.of(ctx).principal(), batch);
            if (batch.isUnread() && !body.drain()) {
                ctx.header("Connection", "close"); // reading on to the next request would mean reading the rest
            }
            batch.await();
            new BatchAnswer(batch, lines).send(ctx);
        }
    }

    private void read(BatchBody body, IdempotencyKey ids, Arrival arrival, Principal by, Batch batch)
            throws IOException {
        boolean[] logIsThere = {true};
        BatchWindow<T> window = new BatchWindow<>((index, item) -> read(ids.item(index), arrival, by, item), read -> {
            T record = read.record();
            ProblemException problem = read.problem();
            if (record != null) {
                logIsThere[0] = send(record, read, batch, logIsThere[0]);
            } else if (problem != null) {
                refuse(batch, read.line(), problem);
                if (problem.status() == 400 && !body.goesOnAfterMalformed()) {
                    batch.stop(unread(problem));
                    return false;
                }
            }
            return true;
        });
        body.beforeMore(window::finish);
        ProblemException end = end(body, window);
        body.beforeMore(() -> {});
        window.finish();
        if (end == null || window.isStopped()) {
            return;
        }
        if (end.status() == 413) {
            batch.stop(end);
        } else {
            refuse(batch, body.currentLine(), end);
            batch.stop(unread(end));
        }
    }

    /** Of the whole batch: what was not read was not accepted, whatever became of what came before it. */
    private static ProblemException unread(ProblemException end) {
        return end.status() != 400
                ? end
                : ProblemException.malformed(
                        "the body could not be read to its end, and nothing after the last item listed was;"
                                + " the items say what was accepted, and sending it again is safe under the same ids");
    }

    /** Goes to the body's end, or to where it cannot be read any further: then the answer says why. */
    private @Nullable ProblemException end(BatchBody body, BatchWindow<T> window) throws IOException {
        try {
            while (!window.isStopped() && body.next()) {
                if (window.count() == limits.maxItems()) {
                    return ProblemException.tooLarge("the batch has more than " + limits.maxItems() + " items")
                            .with("limit", limits.maxItems());
                }
                window.add(body.item());
            }
            return null;
        } catch (ProblemException e) {
            return e;
        }
    }

    private BatchWindow.Read<T> read(IdempotencyKey ids, Arrival arrival, Principal by, RawRecord item) {
        try {
            if (item.isTooLarge()) {
                throw ProblemException.tooLarge("the item has more than " + maxItem + " bytes")
                        .with("limit", maxItem);
            }
            T record = RecordBody.read(contract, item, ids, arrival, payloads, rules, by, MOST_ERRORS);
            return new BatchWindow.Read<>(item.line(), record, null, ids.hasMadeNew());
        } catch (ProblemException e) {
            return new BatchWindow.Read<>(item.line(), null, e, false);
        }
    }

    private void refuse(Batch batch, int line, ProblemException why) {
        appends.metrics().refused(kind, why);
        batch.add(BatchItem.refused(line, why));
    }

    /**
     * Sends a record, but not to a log that was away for one before it: each send waits for the log for a while, and
     * thousands would wait for hours.
     */
    private boolean send(T record, BatchWindow.Read<T> read, Batch batch, boolean logIsThere) {
        RecordKey key = RecordKey.of(record);
        if (!logIsThere) {
            refuse(batch, read.line(), AppendFailure.notTried(key));
            return false;
        }
        CompletableFuture<Appended> outcome = appends.append(record, key, read.isNew());
        batch.add(BatchItem.sent(read.line(), key, outcome));
        return !(outcome.isCompletedExceptionally() && appends.isLogAway());
    }
}
