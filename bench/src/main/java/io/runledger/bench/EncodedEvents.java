package io.runledger.bench;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Made-up events as they are on a log, without one. For one thread. */
public final class EncodedEvents {
    private final HeldSchemas schemas = new HeldSchemas();
    private final RecordSerializer serializer = new RecordSerializer(schemas);
    private final Events events = new Events(1);

    /** What reads them. */
    public SchemaRegistry schemas() {
        return schemas;
    }

    /** Keys and values. */
    public List<Map.Entry<byte[], byte[]>> next(int count) {
        List<Map.Entry<byte[], byte[]>> encoded = new ArrayList<>(count);
        for (MadeEvent made : events.next(count)) {
            Event event = made.record();
            encoded.add(Map.entry(RecordKey.of(event).bytes(), serializer.serialize("", event)));
        }
        return encoded;
    }
}
