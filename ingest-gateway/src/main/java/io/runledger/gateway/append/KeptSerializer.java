package io.runledger.gateway.append;

import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Another serializer of the Confluent wire format than ours, which asks the registry by itself. What it writes is held against
 * the ledger's own schemas before it is sent: each id is kept there first. Thread-safe as far as the other is.
 */
final class KeptSerializer implements Serializer<SpecificRecord> {
    private static final int HEADER = 5;

    private final Serializer<SpecificRecord> serializer;
    private final SchemaCatalog catalog;
    private final Set<Integer> kept = ConcurrentHashMap.newKeySet();

    /** @param serializer configured; closed with this */
    KeptSerializer(Serializer<SpecificRecord> serializer, SchemaCatalog catalog) {
        this.serializer = serializer;
        this.catalog = catalog;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord record) {
        byte[] bytes = serializer.serialize(topic, record);
        if (bytes == null || bytes.length < HEADER || bytes[0] != 0) {
            return bytes;
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        if (!kept.contains(id)) {
            keep(id);
            kept.add(id);
        }
        return bytes;
    }

    private void keep(int id) {
        try {
            catalog.requireAgreement(id);
        } catch (IncompatibleSchemaException e) {
            throw new SerializationException(e.getMessage(), e);
        }
        if (catalog.schema(id).isEmpty()) {
            throw new SerializationException(
                    "the serializer wrote schema id " + id + ", which the registry does not have");
        }
    }

    @Override
    public void close() {
        serializer.close();
    }
}
