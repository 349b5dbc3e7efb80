package io.runledger.bundle.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** JSON as it is read and written here: numbers keep their value, and the same tree always gives the same bytes. */
public final class Json {
    /** A payload as deep as the ledger takes one, within a record. */
    private static final int DEEPEST = 1_100;

    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter DOCUMENT =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES));

    private static final ObjectReader WHOLE = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /**
     * The one value that the bytes are.
     *
     * @throws JsonProcessingException if they are none, or more
     */
    public static JsonNode read(byte[] json) throws IOException {
        return WHOLE.readTree(json);
    }

    /** On one line, without its end. */
    public static byte[] line(JsonNode json) {
        return written(MAPPER.writer(), json);
    }

    /** For people to read, with a line's end. */
    public static byte[] document(JsonNode json) {
        return ended(written(DOCUMENT, json));
    }

    /** On one line, with its end. */
    public static byte[] compact(JsonNode json) {
        return ended(line(json));
    }

    private static byte[] written(ObjectWriter writer, JsonNode json) {
        try {
            return writer.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("JSON in memory", e);
        }
    }

    private static byte[] ended(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
