package io.runledger.query.review;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskState;
import io.runledger.query.answer.Move;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.answer.RegisteredJson;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** How requests, decisions and what came of them look in JSON. */
public final class ReviewAnswerJson {
    private ReviewAnswerJson() {}

    static void history(RecordKey artifact, Page<Move> moves, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("artifact_id", artifact.id());
        out.writeStringField("run_id", artifact.runId());
        RecordJson.list("moves", moves.rows(), (move, o) -> decision(move.event(), false, o), out);
        if (moves.next().isPresent()) {
            out.writeStringField("next", moves.next().get().toString());
        }
        out.writeEndObject();
    }

    static void task(TaskView task, JsonGenerator out) throws IOException {
        out.writeStartObject();
        taskState(task.counts(), task.state(), out);
        if (task.first().isPresent() && !task.recent().isEmpty()) {
            out.writeFieldName("first_event");
            RecordJson.record(task.first().get(), out);
            out.writeFieldName("last_event");
            RecordJson.record(task.recent().get(0), out);
        }
        RecordJson.list("artifacts", task.attached(), ReviewAnswerJson::attached, out);
        RecordJson.list("files", task.files(), RegisteredJson::file, out);
        RecordJson.list("blocked_by", task.blockedBy(), ReviewAnswerJson::tree, out);
        audited(task, out);
        out.writeEndObject();
    }

    static void audit(TaskView task, List<StoredRecord> decisions, JsonGenerator out) throws IOException {
        out.writeStartObject();
        taskState(task.counts(), task.state(), out);
        audited(task, out);
        RecordJson.list("decisions", decisions, (decision, o) -> decision(decision, false, o), out);
        out.writeEndObject();
    }

    private static void audited(TaskView task, JsonGenerator out) throws IOException {
        RecordJson.list(
                "recent_event_ids", task.recent(), (row, o) -> o.writeString(((Event) row.record()).getEventId()), out);
        RecordJson.list(
                "produced_artifact_ids",
                task.produced(),
                (row, o) -> o.writeString(((Artifact) row.record()).getArtifactId()),
                out);
    }

    /** The fields that tell of a task by itself. */
    public static void taskState(TaskCounts counts, Optional<TaskState> given, JsonGenerator out) throws IOException {
        out.writeStringField("task_id", counts.taskId());
        out.writeStringField("run_id", counts.runId());
        out.writeNumberField("event_count", counts.events());
        out.writeNumberField("artifact_count", counts.artifacts());
        out.writeBooleanField("declared", given.isPresent());
        out.writeStringField("state", given.map(ReviewAnswerJson::word).orElse("undeclared"));
        if (given.isPresent()) {
            TaskState state = given.get();
            out.writeNumberField("revision", state.revision());
            RecordJson.text("title", state.title(), out);
            RecordJson.text("bundle_id", state.bundleId(), out);
            out.writeFieldName("proof_requirement");
            tree(state.proofRequirement(), out);
            if (state.proof() != null) {
                out.writeFieldName("proof");
                tree(state.proof(), out);
            }
            RecordJson.text("completed_by", state.completedBy(), out);
            RecordJson.time("completed_at", state.completedAt(), out);
        }
    }

    private static String word(TaskState state) {
        return state.completed() ? "completed" : "open";
    }

    private static void attached(StoredRecord stored, JsonGenerator out) throws IOException {
        Artifact artifact = RecordJson.artifact(stored);
        out.writeStartObject();
        out.writeStringField("artifact_id", artifact.getArtifactId());
        out.writeStringField("artifact_type", artifact.getArtifactType());
        out.writeStringField("title", artifact.getTitle());
        out.writeStringField("status", artifact.getStatus());
        RecordJson.text("task_id", artifact.getTaskId(), out);
        RecordJson.text("bundle_id", artifact.getBundleId(), out);
        out.writeEndObject();
    }

    static void bundle(BundleView bundle, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("bundle_id", bundle.bundleId());
        out.writeStringField("run_id", bundle.runId());
        RecordJson.list("tasks", bundle.tasks(), ReviewAnswerJson::taskOfBundle, out);
        out.writeNumberField("artifact_count", bundle.artifactCount());
        RecordJson.list("artifacts", bundle.artifacts(), ReviewAnswerJson::attached, out);
        out.writeEndObject();
    }

    private static void taskOfBundle(GivenState given, JsonGenerator out) throws IOException {
        TaskState state = given.task();
        out.writeStartObject();
        out.writeStringField("task_id", given.subject().id());
        RecordJson.text("title", state.title(), out);
        out.writeStringField("state", word(state));
        out.writeNumberField("revision", state.revision());
        out.writeEndObject();
    }

    static void request(StoredRecord request, Optional<StoredRecord> decision, boolean whole, JsonGenerator out)
            throws IOException {
        Event asked = (Event) request.record();
        out.writeStartObject();
        out.writeStringField("request_id", asked.getEventId());
        out.writeStringField("run_id", asked.getRunId());
        out.writeStringField(
                "status",
                decision.map(event -> read(event).refusal() == null ? "granted" : "refused")
                        .orElse("pending"));
        out.writeStringField("requested_at", RecordJson.time(request.place()));
        if (decision.isPresent()) {
            out.writeStringField("decided_at", RecordJson.time(decision.get().place()));
            out.writeFieldName("decision");
            decision(decision.get(), whole, out);
        }
        out.writeFieldName("request");
        RecordJson.record(request, out);
        out.writeEndObject();
    }

    /** A decision as a move: what it changed, by whom and when; with the state that resulted if the whole is wanted. */
    private static void decision(StoredRecord stored, boolean whole, JsonGenerator out) throws IOException {
        Event event = (Event) stored.record();
        Decision decision = read(stored);
        out.writeStartObject();
        out.writeStringField("decision_id", event.getEventId());
        out.writeStringField("request_id", decision.requestId());
        out.writeStringField("type", event.getEventType());
        RecordJson.text("actor", event.getActor(), out);
        RecordJson.recorder(Decision.recordedBy(event), stored, out);
        out.writeStringField("occurred_at", Timestamps.text(event.getOccurredAt()));
        RecordJson.text("comment", decision.comment(), out);
        RecordJson.text("from", decision.from(), out);
        if (decision.state() != null) {
            boolean artifact = decision.requestType().subject() == RequestType.Subject.ARTIFACT;
            out.writeStringField("to", artifact ? decision.artifact().status().word() : word(decision.task()));
            out.writeNumberField(
                    "revision",
                    artifact ? decision.artifact().revision() : decision.task().revision());
            if (whole) {
                out.writeFieldName("state");
                out.writeRawValue(ReviewJson.shown(decision.state()).toString());
            }
        }
        if (decision.refusal() != null) {
            out.writeFieldName("refusal");
            tree(decision.refusal(), out);
        }
        out.writeEndObject();
    }

    private static Decision read(StoredRecord stored) {
        try {
            return ReviewJson.read(((Event) stored.record()).getPayload(), Decision.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a decision that was applied cannot be read again", e);
        }
    }

    private static void tree(Object value, JsonGenerator out) throws IOException {
        out.writeRawValue(ReviewJson.tree(value).toString());
    }
}
