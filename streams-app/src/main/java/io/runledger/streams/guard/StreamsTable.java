package io.runledger.streams.guard;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store of Kafka Streams. */
final class StreamsTable implements GuardTable {
    private final KeyValueStore<Bytes, byte[]> store;

    StreamsTable(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    @Override
    public List<byte[]> keys(byte[] prefix, int most) {
        List<byte[]> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(Bytes.wrap(prefix), new BytesSerializer())) {
            while (keys.size() < most && found.hasNext()) {
                keys.add(found.next().key.get());
            }
        }
        return keys;
    }
}
