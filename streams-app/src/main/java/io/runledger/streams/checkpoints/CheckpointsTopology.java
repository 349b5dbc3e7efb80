package io.runledger.streams.checkpoints;

import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * The topic in, its rows out: the store is the topic's last records with their times, and the topic is its changelog
 * (KIP-813). Restoring and standbys bypass the processor, with the same result, because it changes nothing.
 */
final class CheckpointsTopology implements Supplier<Topology> {
    static final String STORE = "checkpoints";

    private final String topic;
    private final Following following;

    CheckpointsTopology(String topic, Following following) {
        this.topic = topic;
        this.following = following;
    }

    @Override
    public Topology get() {
        StoreBuilder<TimestampedKeyValueStore<Bytes, byte[]>> store = Stores.timestampedKeyValueStoreBuilder(
                        Stores.persistentTimestampedKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled();
        return new Topology()
                .addReadOnlyStateStore(
                        store,
                        "topic",
                        new BytesDeserializer(),
                        new ByteArrayDeserializer(),
                        topic,
                        "keep",
                        () -> new Keep(following));
    }

    private static final class Keep extends ContextualProcessor<Bytes, byte[], Void, Void> {
        private final Following following;
        private long number = Following.AWAY;

        Keep(Following following) {
            this.following = following;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            number = following.begins(context.taskId().partition());
        }

        @Override
        public void process(Record<Bytes, byte[]> record) {
            TimestampedKeyValueStore<Bytes, byte[]> store = context().getStateStore(STORE);
            store.put(record.key(), ValueAndTimestamp.make(record.value(), record.timestamp()));
            following.applied();
        }

        @Override
        public void close() {
            following.ends(context().taskId().partition(), number);
        }
    }
}
