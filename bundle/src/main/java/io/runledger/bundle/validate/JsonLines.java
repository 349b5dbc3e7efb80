package io.runledger.bundle.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Json;
import io.runledger.schemas.contract.JsonPointers;
import java.io.IOException;
import java.util.Optional;

/** Reads one JSON object from a line: numbers stay as they were written, and a name that appears twice is told. */
final class JsonLines {
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
        try (JsonParser parser = Json.MAPPER.createParser(bytes, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                findings.add(file, number, "", "malformed-json", "the line is not a JSON object");
                return Optional.empty();
            }
            ObjectNode object = Json.MAPPER.createObjectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                JsonNode value = Json.MAPPER.readTree(parser);
                if (object.has(name)) {
                    findings.add(file, number, JsonPointers.to(name), "duplicate-field", "appears twice in the record");
                } else {
                    object.set(name, value);
                }
            }
            if (parser.nextToken() != null) {
                findings.add(file, number, "", "malformed-json", "something follows the JSON object");
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
