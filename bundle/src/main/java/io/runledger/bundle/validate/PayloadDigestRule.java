package io.runledger.bundle.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.JsonPointers;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event's digest is the BLAKE3 of its payload in canonical form; of {@code payload_text} where the payload is on the
 * log in another form, and then both say the same.
 */
final class PayloadDigestRule implements ExportRule {
    static final String TEXT = "payload_text";

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void check(Line line, Findings findings) {
        JsonNode payload = line.record().get("payload");
        String digest = line.text("payload_digest");
        if (line.file() != ExportFile.EVENTS || payload == null || digest == null) {
            return;
        }
        String text = line.text(TEXT);
        String canonical = canonical(payload.traverse());
        String digested = text == null ? canonical : text;
        if (digested != null
                && !HexFormat.of().formatHex(PayloadDigest.of(digested).bytes()).equals(digest)) {
            findings.add(line, "/payload_digest", "payload-digest", "is not the BLAKE3 of the payload");
        }
        if (text != null && canonical != null && !canonical.equals(canonicalText(text))) {
            findings.add(line, JsonPointers.to(TEXT), "payload-text", "says something else than the payload");
        }
    }

    private static @Nullable String canonicalText(String text) {
        try {
            return canonical(JSON.createParser(text));
        } catch (IOException e) {
            return null;
        }
    }

    /** Null if it has none. */
    private static @Nullable String canonical(JsonParser json) {
        List<Problem> problems = new ArrayList<>();
        try (json) {
            if (json.nextToken() == null) {
                return null;
            }
            String canonical = CanonicalJson.read(json, problems);
            return problems.isEmpty() ? canonical : null;
        } catch (IOException e) {
            return null;
        }
    }
}
