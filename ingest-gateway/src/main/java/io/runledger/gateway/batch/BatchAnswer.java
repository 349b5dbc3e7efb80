package io.runledger.gateway.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.runledger.gateway.append.Receipt;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a batch, item by item in the batch's order, after the counts. The status says the most that one number can:
 *
 * <ul>
 *   <li>413 if the batch is over its limits, 400 or 408 if it could not be read to its end, whatever was accepted of it before;
 *   <li>200 if everything is on the log, now or before; 207 if some of it does;
 *   <li>if nothing does: 503 if sending it again may help; else the status that all items have; else 500 if one has it;
 *       else 422.
 * </ul>
 *
 * From 400 on the answer is a problem (RFC 9457) which has the same members besides its own. {@code unread: true} says that
 * the body continues after the last item that is listed, and that nothing of that was looked at.
 */
final class BatchAnswer {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Batch batch;
    private final boolean lines;
    private int accepted;
    private int duplicates;
    private int refused;

    /** Brokers stamp whole batches, so the same time comes many times in a row. */
    private long lastTime = Long.MIN_VALUE;

    private String lastText = "";

    /**
     * Counts.
     *
     * @param lines whether items are told by their lines, too
     */
    BatchAnswer(Batch batch, boolean lines) {
        this.batch = batch;
        this.lines = lines;
        for (BatchItem item : batch.items()) {
            switch (item.status()) {
                case 201 -> accepted++;
                case 200 -> duplicates++;
                default -> refused++;
            }
        }
    }

    void send(Context ctx) throws IOException {
        Optional<ProblemException> problem = problem();
        if (problem.isPresent()) {
            JsonAnswer.send(ctx, problem.get(), this::writeMembers);
            return;
        }
        JsonAnswer.send(ctx, refused == 0 ? 200 : 207, out -> {
            out.writeStartObject();
            writeMembers(out);
            out.writeEndObject();
        });
    }

    private Optional<ProblemException> problem() {
        ProblemException unread = batch.unread();
        if (unread != null) {
            return Optional.of(unread);
        }
        return refused == 0 || accepted + duplicates > 0 ? Optional.empty() : Optional.of(nothing());
    }

    private ProblemException nothing() {
        String detail = "none of the " + refused + " items was accepted; each says why";
        List<Integer> statuses =
                batch.items().stream().map(BatchItem::status).distinct().toList();
        if (statuses.contains(503)) {
            return ProblemException.unavailable(detail, RETRY_AFTER);
        }
        if (statuses.contains(500)) {
            return ProblemException.failed(detail);
        }
        return switch (statuses.size() == 1 ? statuses.get(0) : 422) {
            case 400 -> ProblemException.malformed(detail);
            case 409 -> ProblemException.conflict(detail);
            case 410 -> ProblemException.gone(detail);
            case 413 -> ProblemException.tooLarge(detail);
            default -> ProblemException.violation(detail, List.of());
        };
    }

    private void writeMembers(JsonGenerator out) throws IOException {
        out.writeNumberField("accepted", accepted);
        out.writeNumberField("duplicates", duplicates);
        out.writeNumberField("refused", refused);
        if (batch.isUnread()) {
            out.writeBooleanField("unread", true);
        }
        out.writeArrayFieldStart("items");
        int index = 0;
        for (BatchItem item : batch.items()) {
            out.writeStartObject();
            out.writeNumberField("index", index++);
            if (lines) {
                out.writeNumberField("line", item.line());
            }
            write(item, out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void write(BatchItem item, JsonGenerator out) throws IOException {
        ProblemException problem = item.problem();
        RecordKey key = item.key();
        Receipt receipt = item.receipt();
        if (problem != null) {
            problem.writeFields(out);
            out.writeBooleanField("retriable", problem.retryAfter().isPresent());
        } else if (key != null && receipt != null) {
            out.writeNumberField("status", item.status());
            out.writeStringField(key.kind() == RecordKey.Kind.EVENT ? "event_id" : "artifact_id", key.id());
            out.writeStringField("run_id", key.runId());
            out.writeNumberField("partition", receipt.partition());
            out.writeNumberField("sequence", receipt.sequence());
            out.writeStringField("created_at", time(receipt.createdAt()));
            out.writeStringField("position", receipt.position().toString());
        }
    }

    private String time(long millis) {
        if (millis != lastTime) {
            lastTime = millis;
            lastText = Timestamps.ofMillis(millis);
        }
        return lastText;
    }
}
