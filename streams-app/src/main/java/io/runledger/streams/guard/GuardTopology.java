package io.runledger.streams.guard;

import io.runledger.core.review.Decision;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Requests in, decisions out, on the same partition of the same topic. Bytes in, so that nothing on the log stops it. */
final class GuardTopology implements Supplier<Topology> {
    private static final String STORE = "guard";

    private final String topic;
    private final int partitions;
    private final SchemaRegistry registry;
    private final Criteria criteria;
    private final GuardRules rules;
    private final History history;
    private final Consumer<Decision> decided;

    GuardTopology(
            String topic,
            int partitions,
            SchemaRegistry registry,
            Criteria criteria,
            GuardRules rules,
            History history,
            Consumer<Decision> decided) {
        this.topic = topic;
        this.partitions = partitions;
        this.registry = registry;
        this.criteria = criteria;
        this.rules = rules;
        this.history = history;
        this.decided = decided;
    }

    @Override
    public Topology get() {
        StreamPartitioner<byte[], byte[]> home = (name, key, value, count) ->
                RecordKey.parse(key).map(parsed -> Set.of(RunPartition.of(parsed.runId(), count)));
        return new Topology()
                .addSource("log", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic)
                .addProcessor("decide", Decide::new, "log")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                                .withCachingDisabled()
                                .withLoggingEnabled(Map.of(
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        String.valueOf(2 * LogTopic.MAX_RECORD_BYTES))),
                        "decide")
                .addSink("decisions", topic, new ByteArraySerializer(), new ByteArraySerializer(), home, "decide");
    }

    private final class Decide extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private @Nullable GuardPartition guard;

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            super.init(context);
            guard = new GuardPartition(
                    new StreamsTable(context.getStateStore(STORE)),
                    registry,
                    partitions,
                    criteria,
                    rules,
                    history,
                    (key, value) -> context.forward(new Record<>(key, value, context.currentSystemTimeMs())),
                    decided);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            RecordMetadata metadata = context().recordMetadata().orElseThrow();
            Objects.requireNonNull(guard)
                    .process(new ConsumerRecord<>(
                            metadata.topic(),
                            metadata.partition(),
                            metadata.offset(),
                            record.timestamp(),
                            TimestampType.LOG_APPEND_TIME,
                            ConsumerRecord.NULL_SIZE,
                            ConsumerRecord.NULL_SIZE,
                            record.key(),
                            record.value(),
                            record.headers(),
                            Optional.empty()));
        }
    }
}
