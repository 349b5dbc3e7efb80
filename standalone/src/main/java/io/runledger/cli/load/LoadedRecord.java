package io.runledger.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.cli.client.RecordKind;
import java.io.IOException;

/**
 * One line of a file: a record as it will be posted, byte for byte, and what decides its way. Whether it is a good record
 * is for the ledger to say.
 */
final class LoadedRecord {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final RecordKind kind;
    private final byte[] body;

    private LoadedRecord(RecordKind kind, byte[] body) {
        this.kind = kind;
        this.body = body;
    }

    /** @throws NotARecord with the reason, for the user */
    static LoadedRecord parse(byte[] line) throws NotARecord {
        JsonNode node = tree(line);
        if (!node.isObject()) {
            throw new NotARecord("not a JSON object");
        }
        return new LoadedRecord(kind(node), line);
    }

    RecordKind kind() {
        return kind;
    }

    byte[] body() {
        return body;
    }

    private static RecordKind kind(JsonNode node) throws NotARecord {
        if (node.has("event_id") || node.has("event_type")) {
            return RecordKind.EVENT;
        }
        if (node.has("artifact_id") || node.has("artifact_type")) {
            return RecordKind.ARTIFACT;
        }
        throw new NotARecord("neither an event (event_type) nor an artifact (artifact_type)");
    }

    private static JsonNode tree(byte[] line) throws NotARecord {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new NotARecord("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new NotARecord("not JSON: " + e.getMessage());
        }
    }

    /** Why a line cannot be posted at all. */
    static final class NotARecord extends Exception {
        private static final long serialVersionUID = 1L;

        NotARecord(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
