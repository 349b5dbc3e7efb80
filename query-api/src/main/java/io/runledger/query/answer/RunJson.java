package io.runledger.query.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.run.Moment;
import io.runledger.core.run.Work;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.RunStart;
import io.runledger.streams.views.read.RunSummary;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How runs look in JSON. */
public final class RunJson {
    private static final List<String> START_TEXTS =
            List.of("tenant", "user", "request_id", "parent_run_id", "config_uri", "config_digest");

    private RunJson() {}

    public static void row(RunRow run, JsonGenerator out) throws IOException {
        RunStart start = run.start();
        out.writeStartObject();
        out.writeStringField("run_id", start.runId());
        life(run.life(), start.first(), out);
        out.writeNumberField("events", start.events());
        out.writeNumberField("artifacts", start.artifacts());
        out.writeNumberField("partition", start.partition());
        out.writeEndObject();
    }

    public static void run(RunView view, Page<StoredRecord> artifacts, JsonGenerator out) throws IOException {
        RunSummary run = view.summary();
        out.writeStartObject();
        out.writeStringField("run_id", run.runId());
        out.writeNumberField("partition", run.partition());
        life(view.life(), run.first(), out);
        start(view.life(), out);
        end(view.life(), out);
        out.writeNumberField("event_count", run.events());
        out.writeNumberField("artifact_count", run.artifacts());
        out.writeNumberField("task_count", run.tasks().size());
        if (run.firstEvent().isPresent() && run.lastEvent().isPresent()) {
            out.writeFieldName("first_event");
            RecordJson.record(run.firstEvent().get(), out);
            out.writeFieldName("last_event");
            RecordJson.record(run.lastEvent().get(), out);
        }
        out.writeObjectFieldStart("events_by_type");
        for (Map.Entry<String, Long> type : run.eventsByType().entrySet()) {
            out.writeNumberField(type.getKey(), type.getValue());
        }
        out.writeEndObject();
        RecordJson.list("attempts", view.attempts(), RunJson::attempt, out);
        RecordJson.list("tasks", view.tasks(), RunJson::task, out);
        RecordJson.list("artifacts", artifacts.rows(), RecordJson::record, out);
        out.writeEndObject();
    }

    private static void life(RunLife life, Place first, JsonGenerator out) throws IOException {
        out.writeStringField("status", life.status().word());
        text("name", life.begun(), out);
        out.writeStringField("created_at", RecordJson.time(first));
        out.writeStringField(
                "started_at", life.startedAt().map(Timestamps::text).orElse(RecordJson.time(first)));
        if (life.finishedAt().isPresent()) {
            out.writeStringField(
                    "finished_at", Timestamps.text(life.finishedAt().get()));
        }
        duration(life.took(), out);
        if (life.work().isPresent()) {
            out.writeStringField(
                    "last_work_at", Timestamps.text(life.work().get().last().at()));
        }
        if (life.seen().since().isPresent()) {
            out.writeStringField(
                    "silent_since", Timestamps.text(life.seen().since().get()));
        }
        out.writeNumberField("attempt_count", life.attempts());
    }

    private static void start(RunLife life, JsonGenerator out) throws IOException {
        ObjectNode begun = life.begun();
        for (String name : START_TEXTS) {
            text(name, begun, out);
        }
        if (begun.path("versions").isObject()) {
            out.writeObjectFieldStart("versions");
            for (Map.Entry<String, JsonNode> version : begun.path("versions").properties()) {
                if (version.getValue().isTextual()) {
                    out.writeStringField(version.getKey(), version.getValue().textValue());
                }
            }
            out.writeEndObject();
        }
        if (life.newest().started().isPresent()) {
            String event = id(life.newest().started().get());
            out.writeStringField("started_event_id", event);
            if (begun.path("config").isObject()) {
                out.writeStringField("config_event_id", event);
            }
        }
    }

    private static void end(RunLife life, JsonGenerator out) throws IOException {
        JsonNode error = life.ended().path("error");
        if (error.isObject()) {
            out.writeFieldName("error");
            out.writeRawValue(error.toString());
        }
        if (life.newest().finished().isPresent()) {
            out.writeStringField(
                    "finished_event_id", id(life.newest().finished().get()));
        }
    }

    private static void attempt(RunAttempt attempt, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("attempt", attempt.number());
        out.writeStringField("status", attempt.status().word());
        moment("started", attempt.events().started(), out);
        moment("finished", attempt.events().finished(), out);
        duration(attempt.took(), out);
        if (attempt.errorMessage().isPresent() || attempt.errorType().isPresent()) {
            out.writeObjectFieldStart("error");
            RecordJson.text("type", attempt.errorType().orElse(null), out);
            RecordJson.text("message", attempt.errorMessage().orElse(null), out);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void moment(String what, Optional<Moment> moment, JsonGenerator out) throws IOException {
        if (moment.isPresent()) {
            out.writeStringField(what + "_at", Timestamps.text(moment.get().at()));
            out.writeStringField(what + "_event_id", moment.get().eventId());
        }
    }

    private static void task(RunView.OfTask task, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("task_id", task.counts().taskId());
        out.writeNumberField("events", task.counts().events());
        out.writeNumberField("artifacts", task.counts().artifacts());
        if (task.work().isPresent()) {
            Moment first = task.work().get().first();
            Moment last = task.work().get().last();
            out.writeStringField("first_event_id", first.eventId());
            out.writeStringField("first_event_at", Timestamps.text(first.at()));
            out.writeStringField("last_event_id", last.eventId());
            out.writeStringField("last_event_at", Timestamps.text(last.at()));
            duration(Work.took(first.at(), last.at()), out);
        }
        out.writeEndObject();
    }

    private static String id(StoredRecord event) {
        return ((Event) event.record()).getEventId();
    }

    private static void duration(Optional<Duration> duration, JsonGenerator out) throws IOException {
        if (duration.isPresent()) {
            out.writeNumberField("duration_ms", duration.get().toMillis());
        }
    }

    private static void text(String name, ObjectNode payload, JsonGenerator out) throws IOException {
        RecordJson.text(name, payload.path(name).textValue(), out);
    }
}
