package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * One record type's contract. The Avro schema and the properties on its fields are the only source: strict reading from
 * JSON, checking of records that came by Kafka, and JSON output all follow them. JSON names are the Avro names; what is
 * null is left out. Immutable.
 */
public final class Contract<T extends SpecificRecord> {
    static {
        // Avro makes only objects of classes that were declared safe; ours are, and what was declared before stays so.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(Event.class.getPackageName())));
    }

    public static final Contract<Event> EVENT = new Contract<>(Event.class, "event.avsc");
    public static final Contract<Artifact> ARTIFACT = new Contract<>(Artifact.class, "artifact.avsc");

    private static final String PAYLOAD = "/payload";
    private static final IdSource IDS = IdSource.timeOrdered();

    private final Class<T> type;
    private final Schema published;
    private final RecordRules rules;

    private Contract(Class<T> type, String resource) {
        this.type = type;
        this.published = parse(type, resource);
        this.rules = new RecordRules(SpecificData.get().getSchema(type));
    }

    public static List<Contract<?>> all() {
        return List.of(EVENT, ARTIFACT);
    }

    public Class<T> type() {
        return type;
    }

    /** The schema as it is registered: its text has no trace of how our classes are generated. */
    public Schema schema() {
        return published;
    }

    /** The registry subject, by Confluent's RecordNameStrategy. */
    public String subject() {
        return published.getFullName();
    }

    /**
     * Reads a record from the JSON value that the parser is at, and leaves the parser on its last token. Makes the id
     * when it is absent and the digest of the payload.
     *
     * @throws ContractViolationException with every problem; pointers are from the parser's root
     * @throws IOException if the text is not JSON
     */
    public T read(JsonParser parser) throws IOException, ContractViolationException {
        return read(parser, IDS);
    }

    /** The same, with ids from elsewhere; {@code ids} is asked once the whole record is read, and only if it has none. */
    public T read(JsonParser parser, IdSource ids) throws IOException, ContractViolationException {
        return read(parser, ids, PayloadContracts.NONE, null);
    }

    /**
     * The same, and an event's payload must keep the contract of its type if there is one.
     *
     * @param arrival fills in what the record leaves out and the door knows; without it such fields are required
     */
    public T read(JsonParser parser, IdSource ids, PayloadContracts payloads, @Nullable Arrival arrival)
            throws IOException, ContractViolationException {
        List<Problem> problems = new ArrayList<>();
        Filling filling = arrival == null ? null : new Filling(arrival);
        IndexedRecord record = new JsonReading(parser, problems, ids, filling, filling != null).record(rules);
        if (record instanceof Event event) {
            checkPayload(event, payloads, problems);
        }
        if (record == null || !problems.isEmpty()) {
            throw new ContractViolationException(problems, (SpecificRecord) record);
        }
        return type.cast(record);
    }

    /**
     * Reads the value that the parser is at as if it were one of a record's fields that come to the door now, and leaves the parser on its last
     * token: a text, a number, an instant, a list, a nested record, or the canonical text of JSON.
     *
     * @return null if it is null, where that may be, or if it is wrong
     * @param problems gets what is wrong; pointers are from the parser's root
     * @throws IOException if the text is not JSON
     */
    public @Nullable Object readField(String field, JsonParser parser, List<Problem> problems) throws IOException {
        FieldRule rule = rules.named(field);
        if (rule == null) {
            throw new IllegalArgumentException(subject() + " has no field " + field);
        }
        return new JsonReading(parser, problems, IDS, null, true).value(rule);
    }

    /** What was not read is not there, and a payload with a problem of its own is not whole. */
    private static void checkPayload(Event event, PayloadContracts payloads, List<Problem> problems) {
        String eventType = event.getEventType();
        String payload = event.getPayload();
        if (eventType == null
                || payload == null
                || problems.stream().map(Problem::pointer).anyMatch(Contract::isOfPayload)) {
            return;
        }
        payloads.of(eventType).ifPresent(contract -> problems.addAll(contract.problems(payload, PAYLOAD)));
    }

    private static boolean isOfPayload(String pointer) {
        return pointer.equals(PAYLOAD) || pointer.startsWith(PAYLOAD + "/");
    }

    /** What a decoded record breaks of the contract, but for its digest; empty if it keeps it. */
    public List<Problem> problems(T record) {
        List<Problem> problems = new ArrayList<>();
        rules.check(record, "", problems);
        return problems;
    }

    /** Writes the record's fields into the JSON object that the generator has open. */
    public void writeFields(T record, JsonGenerator out) throws IOException {
        writeFields(rules, record, out);
    }

    private static void writeFields(RecordRules rules, IndexedRecord record, JsonGenerator out) throws IOException {
        for (FieldRule rule : rules.rules()) {
            Object value = record.get(rule.field().pos());
            if (value == null) {
                continue;
            }
            out.writeFieldName(rule.name());
            switch (rule.kind()) {
                case STRING -> out.writeString((String) value);
                case JSON -> out.writeRawValue((String) value);
                case LONG -> out.writeNumber((Long) value);
                case TIMESTAMP -> out.writeString(Timestamps.text((Instant) value));
                case DIGEST -> out.writeString(HexFormat.of().formatHex(((GenericFixed) value).bytes()));
                case STRINGS -> {
                    out.writeStartArray();
                    for (Object item : (List<?>) value) {
                        out.writeString((String) item);
                    }
                    out.writeEndArray();
                }
                case RECORD -> {
                    out.writeStartObject();
                    RecordRules nested = rule.record();
                    if (nested != null) {
                        writeFields(nested, (IndexedRecord) value, out);
                    }
                    out.writeEndObject();
                }
            }
        }
    }

    private static Schema parse(Class<?> type, String resource) {
        try (InputStream text = type.getResourceAsStream(resource)) {
            return new Schema.Parser().parse(text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the contract " + resource, e);
        }
    }
}
