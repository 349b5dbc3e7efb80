package io.runledger.streams.views.serve;

import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.store.Memory;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
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
    private final LogFacts log;
    private final PollBuffer buffer;
    private final Bell bell;

    ViewsTopology(
            String topic,
            int partitions,
            SchemaRegistry registry,
            Memory memory,
            Criteria criteria,
            LogFacts log,
            PollBuffer buffer,
            Bell bell) {
        this.topic = topic;
        this.partitions = partitions;
        this.registry = registry;
        this.memory = memory;
        this.criteria = criteria;
        this.log = log;
        this.buffer = buffer;
        this.bell = bell;
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
                        () -> new Apply());
    }

    private final class Apply extends ContextualProcessor<byte[], byte[], Void, Void> {
        private static final Duration LOOK = Duration.ofMillis(500);

        /** Readers may find damage while there is nothing to apply. */
        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            ViewsStore store = context.getStateStore(ViewsStore.NAME);
            context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, time -> store.requireReadable());
        }

        /** Records of one poll are applied together, at the latest before the next poll: see {@link PollBuffer}. */
        @Override
        public void process(Record<byte[], byte[]> record) {
            RecordMetadata metadata = context().recordMetadata().orElseThrow();
            ViewsStore store = context().getStateStore(ViewsStore.NAME);
            buffer.add(
                    store,
                    new LogRecord(
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
            return new ViewsStore(registry, memory, partitions, criteria, log, bell);
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
