package io.runledger.gateway.append;

import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Attests a record that says who recorded it: its bytes are known only here. Kafka's producer sends the headers as they are
 * after the value was serialized.
 */
final class AttestingSerializer implements Serializer<SpecificRecord> {
    private final Serializer<SpecificRecord> serializer;
    private final Seal seal;

    AttestingSerializer(Serializer<SpecificRecord> serializer, Seal seal) {
        this.serializer = serializer;
        this.seal = seal;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serializer.configure(configs, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord record) {
        return serializer.serialize(topic, record);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable SpecificRecord record) {
        byte[] value = serializer.serialize(topic, headers, record);
        if (record != null && value != null && namesRecorder(record)) {
            headers.add(
                    Attestation.HEADER, seal.attestation(RecordKey.of(record).bytes(), value));
        }
        return value;
    }

    private static boolean namesRecorder(SpecificRecord record) {
        return record instanceof Event event
                ? event.getRecordedBy() != null
                : record instanceof Artifact artifact && artifact.getRecordedBy() != null;
    }

    @Override
    public void close() {
        serializer.close();
    }
}
