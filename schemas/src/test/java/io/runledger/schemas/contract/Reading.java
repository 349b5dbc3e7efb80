package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A contract's reading and writing, from text and to text. */
final class Reading {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Reading() {}

    static <T extends SpecificRecord> T of(Contract<T> contract, String json)
            throws IOException, ContractViolationException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return contract.read(parser);
        }
    }

    static List<Problem> problems(Contract<?> contract, String json) throws IOException {
        try {
            of(contract, json);
            return List.of();
        } catch (ContractViolationException e) {
            return e.problems();
        }
    }

    static List<Problem> problems(Contract<?> contract, String json, PayloadContracts payloads) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            contract.read(parser, IdSource.timeOrdered(), payloads, null);
            return List.of();
        } catch (ContractViolationException e) {
            return e.problems();
        }
    }

    /** As the door reads it, which fills in what it knows. */
    static <T extends SpecificRecord> T atDoor(Contract<T> contract, String json, Arrival arrival)
            throws IOException, ContractViolationException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return contract.read(parser, IdSource.timeOrdered(), PayloadContracts.NONE, arrival);
        }
    }

    static <T extends SpecificRecord> String shown(Contract<T> contract, T record) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.writeStartObject();
            contract.writeFields(record, out);
            out.writeEndObject();
        }
        return text.toString();
    }
}
