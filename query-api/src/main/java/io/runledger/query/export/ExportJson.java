package io.runledger.query.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.ExactJson;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.record.RegisteredArtifact;
import io.runledger.core.review.TaskState;
import io.runledger.http.JsonAnswer;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.answer.RegisteredJson;
import io.runledger.query.review.ReviewAnswerJson;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How records look in an export: as the API shows them, each on one line. */
final class ExportJson {
    /** A payload of the ledger's depth within its record. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(1_100).build())
            .build();

    private ExportJson() {}

    /** With {@code payload_text}, which the digest is of, where the payload is not on the log in canonical form. */
    static byte[] event(StoredRecord stored) throws IOException {
        String payload = ((Event) stored.record()).getPayload();
        boolean canonical = ExactJson.isCanonical(payload);
        return line(out -> {
            out.writeStartObject();
            RecordJson.fields(stored, out);
            if (!canonical) {
                out.writeStringField("payload_text", payload);
            }
            out.writeEndObject();
        });
    }

    /**
     * With {@code registered}, where decisions were made about it or its metadata has another form on the log: what its record
     * says otherwise, so that this can be rebuilt.
     *
     * @param outside pointers of its relations to what the export does not have
     */
    static byte[] artifact(StoredRecord stored, List<String> outside) throws IOException {
        return line(out -> {
            out.writeStartObject();
            RecordJson.fields(stored, out);
            registered(stored, out);
            if (!outside.isEmpty()) {
                RecordJson.list("outside", outside, (pointer, o) -> o.writeString(pointer), out);
            }
            out.writeEndObject();
        });
    }

    private static void registered(StoredRecord stored, JsonGenerator out) throws IOException {
        ObjectNode differing = RegisteredArtifact.differing((Artifact) stored.record(), RecordJson.artifact(stored));
        if (stored.state().isPresent() || !differing.isEmpty()) {
            out.writeFieldName(RegisteredArtifact.FIELD);
            out.writeRawValue(Json.MAPPER.writeValueAsString(differing));
        }
    }

    static byte[] file(StoredRecord stored) throws IOException {
        return line(out -> RegisteredJson.file(stored, out));
    }

    static byte[] task(TaskCounts counts, Optional<TaskState> state) throws IOException {
        return line(out -> {
            out.writeStartObject();
            ReviewAnswerJson.taskState(counts, state, out);
            out.writeEndObject();
        });
    }

    /** JSON that producers wrote straight to Kafka may have lines. */
    private static byte[] line(JsonAnswer.Body body) throws IOException {
        byte[] line = JsonAnswer.line(body);
        for (byte b : line) {
            if (b == '\n' || b == '\r') {
                return oneLine(line);
            }
        }
        return line;
    }

    private static byte[] oneLine(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return JsonAnswer.line(out -> out.copyCurrentStructureExact(parser));
        }
    }
}
