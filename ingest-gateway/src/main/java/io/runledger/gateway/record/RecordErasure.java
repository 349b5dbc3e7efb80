package io.runledger.gateway.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.gateway.append.IdempotencyWindow;
import io.runledger.gateway.append.Receipt;
import io.runledger.http.AccessSession;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestIds;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.IdSource;
import io.runledger.schemas.contract.PayloadContracts;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/**
 * Erases a record for good: appends the {@code record.erased} event, which says who did it and why and holds nothing of the
 * content, and then the tombstone that takes the record's bytes from the log when it is compacted. Whether there was such a
 * record is not asked: an erasure wins whatever the order.
 */
public final class RecordErasure implements Handler {
    private static final JsonFactory JSON = new JsonFactory();
    static final Set<String> PARAMETERS = new TreeSet<>(Set.of("run_id", "reason", "actor"));

    private final RecordKey.Kind kind;
    private final DoorRules rules;
    private final IdempotencyWindow appends;
    private final Executor answering;

    public RecordErasure(RecordKey.Kind kind, DoorRules rules, IdempotencyWindow appends, Executor answering) {
        this.kind = kind;
        this.rules = rules;
        this.appends = appends;
        this.answering = answering;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        RequestIds.check(ctx);
        Map<String, String> path = ctx.pathParamMap();
        String id = path.getOrDefault(kind.word() + "_id", "");
        String named = path.get("run_id");
        RecordKey target = new RecordKey(kind, named == null ? parameter(ctx, "run_id") : named, id);
        Event erasure = rules.redacted(
                Contract.EVENT,
                event(ctx, target, parameter(ctx, "reason")),
                AccessSession.of(ctx).principal(),
                Integer.MAX_VALUE);
        ctx.future(() -> appends.erase(erasure, target)
                .whenCompleteAsync((appended, failure) -> {}, answering)
                .thenAccept(appended -> send(ctx, target, RecordKey.of(erasure), appended.receipt())));
    }

    private static String parameter(Context ctx, String name) {
        for (String given : ctx.queryParamMap().keySet()) {
            if (!PARAMETERS.contains(given)) {
                throw ProblemException.malformed(
                        "there is no parameter " + given + " here; there are: " + String.join(", ", PARAMETERS));
            }
        }
        String value = ctx.queryParam(name);
        if (value == null || value.isBlank()) {
            throw ProblemException.malformed("the parameter " + name + " is missing: "
                    + (name.equals("reason")
                            ? "say why, for what is erased cannot be brought back"
                            : "ids are unique within a run, so name the run"));
        }
        return value;
    }

    private static Event event(Context ctx, RecordKey target, String reason) throws IOException {
        String actor = ctx.queryParam("actor");
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(json)) {
            out.writeStartObject();
            out.writeStringField("event_id", Erasure.eventId(target));
            out.writeStringField("event_type", Erasure.EVENT_TYPE);
            out.writeStringField("run_id", target.runId());
            out.writeStringField("producer", "runledger");
            if (actor != null) {
                out.writeStringField("actor", actor);
            }
            out.writeStringField("subject_kind", target.kind().word());
            out.writeStringField("subject_id", target.id());
            out.writeObjectFieldStart("payload");
            out.writeStringField("reason", reason);
            out.writeEndObject();
            out.writeEndObject();
        }
        try (JsonParser parser = JSON.createParser(json.toByteArray())) {
            parser.nextToken();
            Event event = Contract.EVENT.read(
                    parser, IdSource.timeOrdered(), PayloadContracts.NONE, SenderHeaders.arrival(ctx));
            if (Erasure.target(event).isEmpty()) {
                throw ProblemException.conflict("an erasure cannot be erased: it is what keeps the record hidden");
            }
            return event;
        } catch (ContractViolationException e) {
            throw ProblemException.violation("the record or the reason cannot be named so", e.problems());
        }
    }

    private static void send(Context ctx, RecordKey target, RecordKey erasure, Receipt receipt) {
        try {
            JsonAnswer.send(ctx, 200, out -> {
                out.writeStartObject();
                out.writeStringField("erased", target.kind().word());
                out.writeStringField("run_id", target.runId());
                out.writeStringField(target.kind().word() + "_id", target.id());
                out.writeStringField("erasure_id", erasure.id());
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
