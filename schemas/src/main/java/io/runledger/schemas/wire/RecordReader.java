package io.runledger.schemas.wire;

import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.wire.UnreadableRecordException.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from the wire format: the writer's schema by its id, today's contract by the record's full name, Avro's
 * resolution between them. One thread at a time.
 */
public final class RecordReader {
    private final SchemaRegistry registry;
    private final Map<Integer, SpecificDatumReader<SpecificRecord>> readers = new HashMap<>();
    private @Nullable BinaryDecoder decoder;

    public RecordReader(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The record that the bytes are.
     *
     * @throws UnreadableRecordException if the bytes are no record of ours
     * @throws RegistryUnavailableException if the schema is not known yet and the registry is away
     */
    public SpecificRecord read(byte[] bytes) throws UnreadableRecordException {
        if (!WireFormat.matches(bytes)) {
            throw new UnreadableRecordException(Reason.NOT_WIRE_FORMAT, "does not begin with byte 0 and a schema id");
        }
        SpecificDatumReader<SpecificRecord> reader = reader(WireFormat.schemaId(bytes));
        try {
            decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, WireFormat.HEADER, bytes.length - WireFormat.HEADER, decoder);
            SpecificRecord record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UnreadableRecordException(Reason.UNDECODABLE, "has bytes after the record's end");
            }
            return record;
        } catch (IOException | RuntimeException e) { // Avro throws whatever foreign bytes lead it to
            throw new UnreadableRecordException(
                    Reason.UNDECODABLE,
                    "does not follow its schema: " + e.getClass().getSimpleName());
        }
    }

    /**
     * The schema that bytes were written with which were read by this before.
     *
     * @throws IllegalArgumentException if they were not
     */
    public Schema writer(byte[] bytes) {
        SpecificDatumReader<SpecificRecord> known = readers.get(WireFormat.schemaId(bytes));
        if (known == null) {
            throw new IllegalArgumentException("bytes that were not read");
        }
        return known.getSchema();
    }

    private SpecificDatumReader<SpecificRecord> reader(int id) throws UnreadableRecordException {
        SpecificDatumReader<SpecificRecord> known = readers.get(id);
        if (known != null) {
            return known;
        }
        Schema writer = registry.schema(id)
                .orElseThrow(() -> new UnreadableRecordException(
                        Reason.UNKNOWN_SCHEMA, "names schema " + id + ", which the registry does not have"));
        Schema today = contract(writer)
                .map(contract -> SpecificData.get().getSchema(contract.type()))
                .orElseThrow(() -> new UnreadableRecordException(
                        Reason.UNKNOWN_RECORD,
                        "is a " + writer.getFullName() + ", which is no contract of this ledger"));
        SpecificDatumReader<SpecificRecord> reader = new SpecificDatumReader<>(writer, today);
        readers.put(id, reader);
        return reader;
    }

    private static Optional<Contract<?>> contract(Schema writer) {
        return Contract.all().stream()
                .filter(contract -> contract.subject().equals(writer.getFullName()))
                .findFirst();
    }
}
