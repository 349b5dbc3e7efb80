package io.runledger.streams.views;

import io.runledger.schemas.wire.SchemaRegistry;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;

/** The log in, the views out: one source, one processor, one store. Bytes in, so that nothing on the log stops it. */
final class ViewsTopology implements Supplier<Topology> {
    private final String topic;
    private final int partitions;
    private final SchemaRegistry registry;
    private final Memory memory;
    private final Criteria criteria;
    private final Gate gate;

    ViewsTopology(String topic, int partitions, SchemaRegistry registry, Memory memory, Criteria criteria, Gate gate) {
        this.topic = topic;
        this.partitions = partitions;
        this.registry = registry;
        this.memory = memory;
        this.criteria = criteria;
        this.gate = gate;
    }

    @Override
    public Topology get() {
        return new Topology()
                .addReadOnlyStateStore(
                        new Builder(),
                        "log",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topic,
                        "apply",
                        Apply::new);
    }

    private static final class Apply extends ContextualProcessor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            RecordMetadata metadata = context().recordMetadata().orElseThrow();
            ViewsStore store = context().getStateStore(ViewsStore.NAME);
            store.apply(new LogRecord(
                    metadata.partition(),
                    metadata.offset(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers()));
        }
    }

    private final class Builder implements StoreBuilder<ViewsStore> {
        @Override
        public ViewsStore build() {
            return new ViewsStore(registry, memory, partitions, criteria, gate);
        }

        @Override
        public StoreBuilder<ViewsStore> withLoggingDisabled() {
            return this;
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public StoreBuilder<ViewsStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<ViewsStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<ViewsStore> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public String name() {
            return ViewsStore.NAME;
        }
    }
}
