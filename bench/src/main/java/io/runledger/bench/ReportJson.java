package io.runledger.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The ledger's answers. */
final class ReportJson {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private ReportJson() {}

    static JsonNode of(Connection.Answer answer) throws IOException {
        try {
            return MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IOException("the ledger answered with no JSON: " + answer.text(), e);
        }
    }
}
