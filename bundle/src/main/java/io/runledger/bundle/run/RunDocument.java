package io.runledger.bundle.run;

import static io.runledger.bundle.record.Field.optional;
import static io.runledger.bundle.record.Field.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.FileDigest;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import io.runledger.bundle.record.Json;
import io.runledger.core.run.RunStatus;
import io.runledger.core.run.Work;
import io.runledger.schemas.contract.Timestamps;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code run.json}: a run in short, as its events tell it. */
public final class RunDocument {
    private static final Field STATUS = Field.word(
            "status",
            new LinkedHashSet<>(RunStatus.TOLD.stream().map(RunStatus::word).toList()));

    private static final List<Field> IDS = List.of(
            optional("name", Kind.TEXT),
            optional("tenant", Kind.TEXT),
            optional("user", Kind.TEXT),
            optional("request_id", Kind.TEXT),
            optional("parent_run_id", Kind.TEXT));
    private static final List<Field> VERSIONS = List.of(optional("versions", Kind.TEXTS_BY_NAME));
    private static final List<Field> OUTCOME =
            List.of(optional("result", Kind.ANY), optional("metrics", Kind.NUMBERS_BY_NAME));
    private static final List<Field> ERROR = List.of(optional("type", Kind.TEXT), optional("message", Kind.TEXT));

    private RunDocument() {}

    /** What it must have, and may. */
    public static List<Field> fields() {
        List<Field> fields = new ArrayList<>(List.of(
                required("run_id", Kind.NAME),
                STATUS,
                optional("started_at", Kind.TIME),
                optional("ended_at", Kind.TIME),
                optional("duration_ms", Kind.COUNT),
                optional("attempts", Kind.COUNT),
                optional("error", Kind.OBJECT),
                required("config", Kind.OBJECT),
                required("pointers", Kind.OBJECT)));
        fields.addAll(IDS);
        fields.addAll(VERSIONS);
        fields.addAll(OUTCOME);
        return fields;
    }

    public static ObjectNode of(RunEvents events) {
        ObjectNode run = Json.MAPPER.createObjectNode();
        run.put("run_id", events.runId());
        JsonNode started = payload(events.started());
        JsonNode finished = payload(events.finished());
        EventList.copy(IDS, started, run);
        run.put("status", status(events).word());
        times(events, run);
        events.attempts().ifPresent(attempts -> run.put("attempts", attempts));
        if (finished.path("error").isObject()) {
            EventList.copy(ERROR, finished.path("error"), run.putObject("error"));
        }
        config(events, started, run.putObject("config"));
        EventList.copy(VERSIONS, started, run);
        EventList.copy(OUTCOME, finished, run);
        pointers(events, run.putObject("pointers"));
        return run;
    }

    /** The same with times as they are written now: archives of before have them with fewer digits. */
    public static ObjectNode withTimesOfOneWidth(ObjectNode run) {
        ObjectNode same = run.deepCopy();
        for (String name : List.of("started_at", "ended_at")) {
            if (same.path(name).isTextual()) {
                same.put(name, Timestamps.shown(same.path(name).asText()));
            }
        }
        return same;
    }

    private static JsonNode payload(Optional<ObjectNode> event) {
        return event.map(e -> e.path("payload")).orElseGet(() -> Json.MAPPER.createObjectNode());
    }

    public static RunStatus status(RunEvents events) {
        return RunStatus.of(
                events.attempt(),
                Optional.ofNullable(payload(events.finished()).path("status").textValue()));
    }

    /** How long the run took, if it began and ended. */
    public static Optional<Duration> took(RunEvents events) {
        return begun(events).flatMap(from -> ended(events).flatMap(to -> Work.took(from, to)));
    }

    private static Optional<Instant> begun(RunEvents events) {
        return events.started().or(events::first).flatMap(RunDocument::time);
    }

    private static Optional<Instant> ended(RunEvents events) {
        return events.finished().flatMap(RunDocument::time);
    }

    private static void times(RunEvents events, ObjectNode run) {
        begun(events).ifPresent(time -> run.put("started_at", Timestamps.text(time)));
        ended(events).ifPresent(time -> run.put("ended_at", Timestamps.text(time)));
        took(events).ifPresent(took -> run.put("duration_ms", took.toMillis()));
    }

    /** By the producer's clock. */
    public static Optional<Instant> time(JsonNode event) {
        try {
            return Optional.of(Timestamps.parse(event.path("occurred_at").asText()));
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static void config(RunEvents events, JsonNode started, ObjectNode config) {
        byte[] snapshot = Json.compact(events.config());
        FileDigest digest = new FileDigest();
        digest.update(snapshot, 0, snapshot.length);
        config.put("snapshot", BundleFile.CONFIG);
        config.put("sha256", digest.entry(BundleFile.CONFIG, 1).sha256());
        if (started.path("config_uri").isTextual()) {
            config.set("uri", started.get("config_uri"));
        }
        if (started.path("config_digest").isTextual()) {
            config.set("stated_digest", started.get("config_digest"));
        }
    }

    private static void pointers(RunEvents events, ObjectNode pointers) {
        for (ExportFile file : ExportFile.values()) {
            pointers.put(file.name().toLowerCase(Locale.ROOT), BundleFile.of(file));
        }
        for (EventList list : EventList.values()) {
            if (!list.isOptional() || events.gated()) {
                pointers.put(list.name().toLowerCase(Locale.ROOT), list.fileName());
            }
        }
        events.started().ifPresent(event -> pointers.set("started_event_id", event.path("event_id")));
        events.finished().ifPresent(event -> pointers.set("finished_event_id", event.path("event_id")));
    }
}
