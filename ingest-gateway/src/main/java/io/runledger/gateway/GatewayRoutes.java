package io.runledger.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.http.RequestBody;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** The writing half of the API, for any server that has room for it. */
public final class GatewayRoutes implements Consumer<JavalinConfig> {
    private final LogWriter log;
    private final int maxBody;

    /**
     * Routes that append to a log.
     *
     * @param maxBody most bytes of a request that holds one record
     */
    public GatewayRoutes(LogWriter log, int maxBody) {
        this.log = log;
        this.maxBody = maxBody;
    }

    @Override
    public void accept(JavalinConfig config) {
        // A slow client must not hold up the thread on which the log confirms everybody's records.
        Executor answering = config.jetty.threadPool == null ? Runnable::run : config.jetty.threadPool;
        config.routes.post("/events", ctx -> append(ctx, Contract.EVENT, answering));
        config.routes.post("/artifacts", ctx -> append(ctx, Contract.ARTIFACT, answering));
    }

    private <T extends SpecificRecord> void append(Context ctx, Contract<T> contract, Executor answering)
            throws IOException {
        T record = RecordBody.read(contract, RequestBody.json(ctx, maxBody));
        ctx.future(() -> log.append(record)
                .whenCompleteAsync((receipt, failure) -> {}, answering)
                .thenAccept(receipt -> created(ctx, contract, record, receipt)));
    }

    private static <T extends SpecificRecord> void created(
            Context ctx, Contract<T> contract, T record, Receipt receipt) {
        RecordKey key = RecordKey.of(record);
        ctx.header("Location", "/runs/" + key.runId() + "/" + key.kind().word() + "s/" + key.id());
        try {
            JsonAnswer.send(ctx, 201, out -> {
                out.writeStartObject();
                contract.writeFields(record, out);
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
