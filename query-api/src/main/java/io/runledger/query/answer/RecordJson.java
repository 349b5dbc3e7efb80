package io.runledger.query.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.runledger.core.review.ArtifactState;
import io.runledger.http.JsonAnswer;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How things look in JSON. */
public final class RecordJson {
    /** The partitions that a peer asks for, with commas between. */
    public static final String PARTITIONS = "Runledger-Partitions";

    private RecordJson() {}

    /** A record with what the log added to it, where it was imported from if it was, and how it is known who recorded it. */
    public static void record(StoredRecord stored, JsonGenerator out) throws IOException {
        out.writeStartObject();
        fields(stored, out);
        if (stored.origin().isPresent()) {
            out.writeFieldName("origin");
            origin(stored.origin().get(), out);
        }
        attestation(recordedBy(stored), stored, out);
        out.writeEndObject();
    }

    /** The same without its origin and how its recorder is known, into an object that is open. */
    public static void fields(StoredRecord stored, JsonGenerator out) throws IOException {
        if (stored.record() instanceof Event event) {
            Contract.EVENT.writeFields(event, out);
        } else {
            Contract.ARTIFACT.writeFields(artifact(stored), out);
        }
        place(stored.partition(), stored.place(), out);
        if (stored.record() instanceof Artifact) {
            state(stored.state(), out);
        }
    }

    /** An artifact as it is now: its record with what decisions have made of it. */
    public static Artifact artifact(StoredRecord stored) {
        Artifact record = (Artifact) stored.record();
        if (stored.state().isEmpty()) {
            return record;
        }
        ArtifactState state = stored.state().get().artifact();
        return Artifact.newBuilder(record)
                .setStatus(state.status().word())
                .setTaskId(state.taskId())
                .setBundleId(state.bundleId())
                .setTitle(state.title() == null ? record.getTitle() : state.title())
                .setSummary(state.summary() == null ? record.getSummary() : state.summary())
                .setTags(state.tags() == null ? record.getTags() : state.tags())
                .setMetadata(
                        state.metadata() == null
                                ? record.getMetadata()
                                : state.metadata().toString())
                .build();
    }

    private static void state(Optional<GivenState> given, JsonGenerator out) throws IOException {
        if (given.isEmpty()) {
            out.writeNumberField("revision", 1);
            return;
        }
        ArtifactState state = given.get().artifact();
        out.writeNumberField("revision", state.revision());
        text("reviewed_by", state.reviewedBy(), out);
        time("reviewed_at", state.reviewedAt(), out);
        text("superseded_by", state.supersededBy(), out);
        out.writeStringField("updated_at", Timestamps.ofMillis(given.get().decidedAt()));
    }

    private static Optional<String> recordedBy(StoredRecord stored) {
        return Optional.ofNullable(
                stored.record() instanceof Event event
                        ? event.getRecordedBy()
                        : ((Artifact) stored.record()).getRecordedBy());
    }

    /** Who recorded something, and how that is known; nothing if nobody is known to have. */
    public static void recorder(Optional<String> recordedBy, StoredRecord stored, JsonGenerator out)
            throws IOException {
        text("recorded_by", recordedBy.orElse(null), out);
        attestation(recordedBy, stored, out);
    }

    private static void attestation(Optional<String> recordedBy, StoredRecord stored, JsonGenerator out)
            throws IOException {
        if (recordedBy.isPresent()) {
            out.writeStringField("attestation", stored.origin().isPresent() ? "imported" : "attested");
        }
    }

    /** A text that may be missing. */
    public static void text(String name, @Nullable String value, JsonGenerator out) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    /** A time that is text in what was decided, and may be missing. */
    public static void time(String name, @Nullable String value, JsonGenerator out) throws IOException {
        text(name, value == null ? null : Timestamps.shown(value), out);
    }

    private static void place(int partition, Place place, JsonGenerator out) throws IOException {
        out.writeNumberField("partition", partition);
        out.writeNumberField("sequence", place.sequence());
        out.writeStringField("created_at", time(place));
        out.writeStringField("position", new Position(partition, place.sequence()).toString());
    }

    private static void origin(Origin origin, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("position", origin.position().toString());
        out.writeNumberField("sequence", origin.position().offset());
        out.writeStringField("created_at", Timestamps.ofMillis(origin.createdAt()));
        out.writeEndObject();
    }

    public static String time(Place place) {
        return Timestamps.ofMillis(place.createdAt());
    }

    /** Writes one row of a list. */
    public interface Row<T> {
        void write(T row, JsonGenerator out) throws IOException;
    }

    /** A page of a list; with the rows' cursors if it is put together with those of other nodes. */
    public static <T> void page(Context ctx, String name, Page<T> page, Row<T> row) throws IOException {
        boolean isPart = ctx.header(PARTITIONS) != null && ctx.queryParam("run_id") == null;
        JsonAnswer.send(ctx, 200, out -> page(name, page, isPart, row, out));
    }

    private static <T> void page(String name, Page<T> page, boolean isPart, Row<T> row, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        list(name, page.rows(), row, out);
        if (isPart) {
            list("cursors", page.cursors(), (cursor, o) -> o.writeString(cursor.toString()), out);
        }
        if (page.next().isPresent()) {
            out.writeStringField("next", page.next().get().toString());
        }
        out.writeEndObject();
    }

    public static <T> void list(String name, List<T> rows, Row<T> row, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (T each : rows) {
            row.write(each, out);
        }
        out.writeEndArray();
    }

    public static void types(String name, Map<String, Long> types, JsonGenerator out) throws IOException {
        list(
                name,
                List.copyOf(types.entrySet()),
                (type, o) -> {
                    o.writeStartObject();
                    o.writeStringField("type", type.getKey());
                    o.writeNumberField("count", type.getValue());
                    o.writeEndObject();
                },
                out);
    }
}
