package io.runledger.schemas.wire;

import io.runledger.schemas.contract.Contract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes our records in the Confluent wire format: byte 0, the schema's id in four bytes (big-endian), Avro binary.
 * Kafka makes it by its no-argument constructor and configures it with {@value #REGISTRY_URL}. Thread-safe.
 */
public final class RecordSerializer implements Serializer<SpecificRecord> {
    /** Confluent's own name for the setting, so that either serializer takes the same properties. */
    public static final String REGISTRY_URL = "schema.registry.url";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** An encoder and its buffer, kept by each thread. */
    private static final class Buffer {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

        @Nullable
        BinaryEncoder encoder;
    }

    private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);
    private final Map<Class<?>, SpecificDatumWriter<SpecificRecord>> writers = new HashMap<>();
    private final Map<Class<?>, Contract<?>> contracts = new HashMap<>();
    private @Nullable SchemaRegistry registry;

    public RecordSerializer() {
        for (Contract<?> contract : Contract.all()) {
            contracts.put(contract.type(), contract);
            writers.put(
                    contract.type(),
                    new SpecificDatumWriter<>(SpecificData.get().getSchema(contract.type())));
        }
    }

    public RecordSerializer(SchemaRegistry registry) {
        this();
        this.registry = registry;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Object url = configs.get(REGISTRY_URL);
        if (registry == null && url != null) {
            registry = new RegistryClient(URI.create(url.toString()), PATIENCE);
        }
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord record) {
        if (record == null) {
            return null;
        }
        Contract<?> contract = contracts.get(record.getClass());
        SpecificDatumWriter<SpecificRecord> writer = writers.get(record.getClass());
        if (contract == null || writer == null) {
            throw new IllegalArgumentException(
                    "no contract for " + record.getClass().getName());
        }
        if (registry == null) {
            throw new IllegalStateException(REGISTRY_URL + " is not set");
        }
        int id = registry.register(contract.subject(), contract.schema());
        Buffer buffer = buffers.get();
        buffer.bytes.reset();
        buffer.bytes.writeBytes(ByteBuffer.allocate(WireFormat.HEADER)
                .put(WireFormat.MAGIC)
                .putInt(id)
                .array());
        try {
            buffer.encoder = EncoderFactory.get().directBinaryEncoder(buffer.bytes, buffer.encoder);
            writer.write(record, buffer.encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("an in-memory buffer does not fail", e);
        }
        return buffer.bytes.toByteArray();
    }
}
