package io.runledger.bundle.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Makes of a line of an export the record that it was written of: the same, to the last byte of its payload. */
public final class RecordLine {
    private static final String PAYLOAD = "payload";
    private static final String PAYLOAD_TEXT = "payload_text";

    private RecordLine() {}

    /** @throws ContractViolationException with what keeps it from being an event; pointers are those of the line */
    public static Event event(ObjectNode line) throws ContractViolationException {
        ObjectNode written = written(Contract.EVENT, line);
        JsonNode text = line.get(PAYLOAD_TEXT);
        if (text != null && text.isTextual()) {
            written.put(PAYLOAD, true); // it may have no canonical form
        }
        Event event = read(Contract.EVENT, written);
        String payload = text != null && text.isTextual() ? text.textValue() : event.getPayload();
        return Event.newBuilder(event)
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .setRedactions(texts(line.path("redactions")))
                .setContentKept(textsOrNull(line.path("content_kept")))
                .setFilledIn(textsOrNull(line.path("filled_in")))
                .setRecordedBy(line.path("recorded_by").textValue())
                .build();
    }

    /**
     * The artifact as it was registered, whatever decisions made of it.
     *
     * @throws ContractViolationException with what keeps it from being an artifact; pointers are those of the line
     */
    public static Artifact artifact(ObjectNode line) throws ContractViolationException {
        Artifact artifact = read(Contract.ARTIFACT, written(Contract.ARTIFACT, RegisteredArtifact.of(line)));
        JsonNode text = line.path(RegisteredArtifact.FIELD).path(RegisteredArtifact.METADATA_TEXT);
        return Artifact.newBuilder(artifact)
                .setMetadata(text.isTextual() ? text.textValue() : artifact.getMetadata())
                .setRedactions(texts(line.path("redactions")))
                .setContentKept(textsOrNull(line.path("content_kept")))
                .setFilledIn(textsOrNull(line.path("filled_in")))
                .setRecordedBy(line.path("recorded_by").textValue())
                .build();
    }

    /** What a producer says of a record. */
    private static ObjectNode written(Contract<?> contract, ObjectNode line) {
        ObjectNode written = Json.MAPPER.createObjectNode();
        for (Schema.Field field : contract.schema().getFields()) {
            JsonNode value = line.get(field.name());
            if (value != null && !Boolean.TRUE.equals(field.getObjectProp("ledger"))) {
                written.set(field.name(), value);
            }
        }
        return written;
    }

    private static <T extends SpecificRecord> T read(Contract<T> contract, ObjectNode written)
            throws ContractViolationException {
        try (JsonParser parser = written.traverse()) {
            parser.nextToken();
            return contract.read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON from memory", e);
        }
    }

    private static @Nullable List<String> textsOrNull(JsonNode texts) {
        return texts.isArray() ? texts(texts) : null;
    }

    private static List<String> texts(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        return all;
    }
}
