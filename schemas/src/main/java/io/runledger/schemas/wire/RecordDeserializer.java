package io.runledger.schemas.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** {@link RecordReader} as Kafka's deserializer, configured with {@value RecordSerializer#REGISTRY_URL}. */
public final class RecordDeserializer implements Deserializer<SpecificRecord> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private @Nullable RecordReader reader;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Object url = configs.get(RecordSerializer.REGISTRY_URL);
        if (url != null) {
            reader = new RecordReader(new RegistryClient(URI.create(url.toString()), PATIENCE));
        }
    }

    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (reader == null) {
            throw new IllegalStateException(RecordSerializer.REGISTRY_URL + " is not set");
        }
        try {
            return reader.read(bytes);
        } catch (UnreadableRecordException e) {
            throw new SerializationException("a record of " + topic + " " + e.getMessage(), e);
        }
    }
}
