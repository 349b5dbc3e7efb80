package io.runledger.query.checkpoints;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.query.answer.RecordJson;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.streams.checkpoints.Checkpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Checkpoints as JSON. */
final class CheckpointJson {
    private CheckpointJson() {}

    static void write(Checkpoint checkpoint, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("run_id", checkpoint.runId());
        out.writeStringField("name", checkpoint.name());
        out.writeStringField("content_type", checkpoint.contentType());
        out.writeNumberField("size_bytes", checkpoint.sizeBytes());
        out.writeStringField("etag", checkpoint.etag());
        out.writeStringField("blake3", checkpoint.blake3());
        out.writeStringField("updated_at", Timestamps.text(checkpoint.updatedAt()));
        out.writeEndObject();
    }

    /** What was written so. */
    static Checkpoint read(JsonNode json) {
        return new Checkpoint(
                json.path("run_id").asText(),
                json.path("name").asText(),
                json.path("content_type").asText(),
                json.path("etag").asText(),
                json.path("size_bytes").asInt(),
                json.path("blake3").asText(),
                Instant.parse(json.path("updated_at").asText()));
    }

    /** @param found one more than the limit if there are more */
    static void page(List<Checkpoint> found, int limit, JsonGenerator out) throws IOException {
        List<Checkpoint> shown = found.subList(0, Math.min(limit, found.size()));
        out.writeStartObject();
        RecordJson.list("checkpoints", shown, CheckpointJson::write, out);
        if (found.size() > limit) {
            out.writeStringField("next", NameCursor.of(shown.get(limit - 1).name()));
        }
        out.writeEndObject();
    }
}
