package io.runledger.schemas.wire;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** A registry in memory. */
final class MapRegistry implements SchemaRegistry {
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    @Override
    public synchronized int register(String subject, Schema schema) {
        for (Map.Entry<Integer, Schema> known : schemas.entrySet()) {
            if (known.getValue().equals(schema)) {
                return known.getKey();
            }
        }
        int id = 0x01020300 + schemas.size(); // every byte of the id another
        schemas.put(id, schema);
        return id;
    }

    @Override
    public Optional<Schema> schema(int id) {
        return Optional.ofNullable(schemas.get(id));
    }
}
