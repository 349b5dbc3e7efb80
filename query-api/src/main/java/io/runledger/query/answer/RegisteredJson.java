package io.runledger.query.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.v1.Event;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/** How packages and files look in JSON. Their payloads may hold anything; what is not of the expected kind is left out. */
public final class RegisteredJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FILE_TEXTS = List.of("filename", "content_type");
    private static final List<String> RETENTION = List.of("retention_class", "expires_at", "hold");

    /** Two characters at least: one is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private RegisteredJson() {}

    public static void file(StoredRecord stored, JsonGenerator out) throws IOException {
        Event event = (Event) stored.record();
        ObjectNode payload = payload(stored);
        out.writeStartObject();
        RecordJson.text("file_id", event.getSubjectId(), out);
        out.writeStringField("run_id", event.getRunId());
        RecordJson.text("task_id", event.getTaskId(), out);
        for (String name : FILE_TEXTS) {
            text(name, payload, out);
        }
        storageUri(payload, out);
        if (payload.path("size_bytes").isIntegralNumber()) {
            out.writeNumberField("size_bytes", payload.path("size_bytes").bigIntegerValue());
        }
        if (payload.path("checksum").isObject()) {
            out.writeFieldName("checksum");
            out.writeRawValue(payload.path("checksum").toString());
        }
        out.writeStringField("event_id", event.getEventId());
        out.writeStringField("created_at", RecordJson.time(stored.place()));
        out.writeEndObject();
    }

    /** Older records say {@code storage_path} instead. */
    private static void storageUri(ObjectNode payload, JsonGenerator out) throws IOException {
        if (payload.path("storage_uri").isTextual()) {
            text("storage_uri", payload, out);
        } else if (payload.path("storage_path").isTextual()) {
            out.writeStringField("storage_uri", uri(payload.path("storage_path").asText()));
        }
    }

    private static String uri(String path) {
        if (SCHEME.matcher(path).lookingAt()) {
            return path;
        }
        try {
            return path.startsWith("/")
                    ? new URI("file", "", path, null).toString()
                    : new URI("file", path, null).toString();
        } catch (URISyntaxException e) {
            return "file:" + path; // not a URI, but where it is
        }
    }

    public static void onePackage(PackageView view, JsonGenerator out) throws IOException {
        Event created = (Event) view.created().record();
        ObjectNode payload = payload(view.created());
        out.writeStartObject();
        RecordJson.text("package_id", created.getSubjectId(), out);
        out.writeStringField("run_id", created.getRunId());
        RecordJson.text("task_id", created.getTaskId(), out);
        out.writeStringField("status", view.finalized().isPresent() ? "finalized" : "created");
        out.writeStringField("created_at", RecordJson.time(view.created().place()));
        out.writeStringField("created_event_id", created.getEventId());
        if (view.finalized().isPresent()) {
            Event finalized = (Event) view.finalized().get().record();
            ObjectNode said = payload(view.finalized().get());
            out.writeStringField(
                    "finalized_at",
                    said.path("finalized_at").isTextual()
                            ? Timestamps.shown(said.path("finalized_at").asText())
                            : Timestamps.text(finalized.getOccurredAt()));
            text("manifest_digest", said, out);
            out.writeStringField("finalized_event_id", finalized.getEventId());
        }
        out.writeFieldName("retention");
        out.writeRawValue(retention(payload).toString());
        out.writeFieldName("payload");
        out.writeRawValue(payload.toString());
        out.writeEndObject();
    }

    /** What the payload says of how long it is kept: an object of its own, or single members. */
    private static ObjectNode retention(ObjectNode payload) {
        JsonNode said = payload.path("retention");
        ObjectNode retention = said instanceof ObjectNode object ? object.deepCopy() : JSON.createObjectNode();
        if (said.isTextual()) {
            retention.set("retention_class", said);
        }
        for (String name : RETENTION) {
            if (payload.has(name) && !retention.has(name)) {
                retention.set(name, payload.get(name));
            }
        }
        if (retention.path("expires_at").isTextual()) {
            retention.put(
                    "expires_at", Timestamps.shown(retention.path("expires_at").asText()));
        }
        return retention;
    }

    private static void text(String name, ObjectNode payload, JsonGenerator out) throws IOException {
        if (payload.path(name).isTextual()) {
            out.writeStringField(name, payload.path(name).asText());
        }
    }

    /** What an event says; an empty object if that is no object. */
    static ObjectNode payload(StoredRecord stored) {
        try {
            return JSON.readTree(((Event) stored.record()).getPayload()) instanceof ObjectNode object
                    ? object
                    : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode(); // producers without the gateway may write what is no JSON
        }
    }
}
