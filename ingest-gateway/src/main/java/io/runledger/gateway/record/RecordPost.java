package io.runledger.gateway.record;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.gateway.append.Appended;
import io.runledger.gateway.append.IdempotencyKey;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.gateway.append.Receipt;
import io.runledger.http.AccessSession;
import io.runledger.http.JsonAnswer;
import io.runledger.http.RequestBody;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadContracts;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;

/** Appends the one record of a request: 201 with its receipt, or 200 with its first one if the log has it already. */
public final class RecordPost<T extends SpecificRecord> implements Handler {
    private final Contract<T> contract;
    private final PayloadContracts payloads;
    private final DoorRules rules;
    private final IdempotencyWindow appends;
    private final int maxBody;
    private final Executor answering;

    /**
     * Makes the handler.
     *
     * @param answering where answers are written: a slow client must not hold up the thread on which the log confirms
     *     everybody's records
     */
    public RecordPost(
            Contract<T> contract,
            PayloadContracts payloads,
            DoorRules rules,
            IdempotencyWindow appends,
            int maxBody,
            Executor answering) {
        this.contract = contract;
        this.payloads = payloads;
        this.rules = rules;
        this.appends = appends;
        this.maxBody = maxBody;
        this.answering = answering;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        IdempotencyKey ids = IdempotencyKey.of(ctx);
        T record = RecordBody.read(
                contract,
                RequestBody.json(ctx, maxBody),
                ids,
                SenderHeaders.arrival(ctx),
                payloads,
                rules,
                AccessSession.of(ctx).principal());
        RecordKey key = RecordKey.of(record);
        ctx.future(() -> appends.append(record, key, ids.hasMadeNew())
                .whenCompleteAsync((appended, failure) -> {}, answering)
                .thenAccept(appended -> send(ctx, contract, record, key, appended)));
    }

    /** Answers with the record as the log has it, and its place. */
    public static <T extends SpecificRecord> void send(
            Context ctx, Contract<T> contract, T record, RecordKey key, Appended appended) {
        Receipt receipt = appended.receipt();
        ctx.header("Location", "/runs/" + key.runId() + "/" + key.kind().word() + "s/" + key.id());
        try {
            JsonAnswer.send(ctx, appended.isDuplicate() ? 200 : 201, out -> {
                out.writeStartObject();
                contract.writeFields(appended.existing(record), out);
                out.writeNumberField("partition", receipt.partition());
                out.writeNumberField("sequence", receipt.sequence());
                out.writeStringField("created_at", Timestamps.ofMillis(receipt.createdAt()));
                out.writeStringField("position", receipt.position().toString());
                out.writeEndObject();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the client went before its answer", e);
        }
    }
}
