package io.runledger.bundle.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import java.io.IOException;
import java.util.Optional;

/** Reads one JSON object from a line: numbers stay as they were written, and a name that stands twice is told. */
final class JsonLines {
    /** A payload as deep as the ledger takes one, within a record. */
    private static final int DEEPEST = 1_100;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Findings findings;

    JsonLines(Findings findings) {
        this.findings = findings;
    }

    /** The object, if the bytes are one. */
    Optional<ObjectNode> read(String file, long number, byte[] bytes, int length) {
        if (length == 0) {
            findings.add(file, number, "", "empty-line", "the line is empty");
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(bytes, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                findings.add(file, number, "", "malformed-json", "the line is not a JSON object");
                return Optional.empty();
            }
            ObjectNode object = JSON.createObjectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                JsonNode value = JSON.readTree(parser);
                if (object.has(name)) {
                    findings.add(file, number, Pointer.to(name), "duplicate-field", "stands twice in the record");
                } else {
                    object.set(name, value);
                }
            }
            if (parser.nextToken() != null) {
                findings.add(file, number, "", "malformed-json", "something stands behind the JSON object");
            }
            return Optional.of(object);
        } catch (IOException e) {
            findings.add(file, number, "", "malformed-json", "the line is not well-formed JSON in UTF-8");
            return Optional.empty();
        }
    }

    Optional<Line> line(ExportFile file, long number, byte[] bytes, int length) {
        return read(file.fileName(), number, bytes, length).map(object -> new Line(file, number, object));
    }
}
