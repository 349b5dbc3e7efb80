package io.runledger.gateway.requests;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.ReviewJson;
import io.runledger.gateway.append.Receipt;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who asked what was decided: the state that results, why not, or where to ask again. */
final class RequestAnswer {
    private final RecordKey request;
    private final Receipt receipt;

    /** @param receipt of the event that asks */
    RequestAnswer(RecordKey request, Receipt receipt) {
        this.request = request;
        this.receipt = receipt;
    }

    void send(Context ctx, Optional<Decided> decided) {
        try {
            if (decided.isEmpty()) {
                pending(ctx);
                return;
            }
            Refusal refusal = decided.get().decision().refusal();
            JsonNode state = decided.get().decision().state();
            if (refusal != null) {
                refused(ctx, decided.get(), refusal);
            } else if (state != null) {
                granted(ctx, decided.get(), state);
            } else {
                throw new IllegalStateException("a sealed decision that neither grants nor refuses");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the client went before its answer", e);
        }
    }

    private void pending(Context ctx) throws IOException {
        ctx.header("Location", "/runs/" + request.runId() + "/requests/" + request.id());
        JsonAnswer.send(ctx, 202, out -> {
            out.writeStartObject();
            out.writeStringField("request_id", request.id());
            out.writeStringField("run_id", request.runId());
            out.writeStringField("status", "pending");
            out.writeStringField("request_position", receipt.position().toString());
            out.writeEndObject();
        });
    }

    private void granted(Context ctx, Decided decided, JsonNode state) throws IOException {
        long revision = state.path("revision").asLong();
        ctx.header("ETag", "\"" + revision + "\"");
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeStringField("request_id", request.id());
            out.writeStringField("run_id", request.runId());
            writeDecision(out, decided);
            out.writeNumberField("revision", revision);
            out.writeFieldName("state");
            out.writeRawValue(ReviewJson.shown(state).toString());
            out.writeEndObject();
        });
    }

    private void refused(Context ctx, Decided decided, Refusal refusal) throws IOException {
        JsonAnswer.send(
                ctx,
                problem(refusal)
                        .with("reason", refusal.reason().word())
                        .with("request_id", request.id())
                        .with("run_id", request.runId()),
                out -> {
                    writeDecision(out, decided);
                    if (refusal.revision() != null) {
                        out.writeNumberField("revision", refusal.revision());
                    }
                    writeText(out, "from", refusal.from());
                    writeText(out, "to", refusal.to());
                    JsonNode members = ReviewJson.tree(refusal);
                    for (String list : List.of("allowed", "blocked_by")) {
                        if (members.has(list)) {
                            out.writeFieldName(list);
                            out.writeRawValue(members.path(list).toString());
                        }
                    }
                });
    }

    private static void writeDecision(JsonGenerator out, Decided decided) throws IOException {
        out.writeStringField("decision_id", decided.id());
        out.writeStringField("position", decided.position().toString());
    }

    private static void writeText(JsonGenerator out, String member, @Nullable String text) throws IOException {
        if (text != null) {
            out.writeStringField(member, text);
        }
    }

    private static ProblemException problem(Refusal refusal) {
        return switch (refusal.reason()) {
            case UNKNOWN -> ProblemException.unknown(refusal.detail());
            case STALE_REVISION -> ProblemException.stale(refusal.detail());
            case MALFORMED -> ProblemException.violation(refusal.detail(), List.of());
            case ERASED, ILLEGAL_MOVE, BLOCKED, FOREIGN_RUN, STORAGE_POLICY, FOUR_EYES, UNATTESTED ->
                ProblemException.refused(refusal.detail());
        };
    }
}
