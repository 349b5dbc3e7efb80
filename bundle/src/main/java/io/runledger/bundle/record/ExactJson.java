package io.runledger.bundle.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON text that can be restored from what it says: text in canonical form (RFC 8785). */
public final class ExactJson {
    private ExactJson() {}

    public static boolean isCanonical(String text) {
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            return canonical(parser).filter(text::equals).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** The canonical text of a value; empty if it has none. */
    static Optional<String> canonical(JsonNode value) {
        try (JsonParser parser = value.traverse()) {
            return canonical(parser);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> canonical(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return Optional.empty();
        }
        List<Problem> problems = new ArrayList<>();
        String canonical = CanonicalJson.read(parser, problems);
        return problems.isEmpty() ? Optional.of(canonical) : Optional.empty();
    }
}
