package io.runledger.streams.views.serve;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's own clients; the consumer of the log first applies what was collected since the last poll. */
final class BufferingClients implements KafkaClientSupplier {
    private final PollBuffer buffer;

    BufferingClients(PollBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new ApplyingConsumer(config, buffer);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    private static final class ApplyingConsumer extends KafkaConsumer<byte[], byte[]> {
        private final PollBuffer buffer;

        ApplyingConsumer(Map<String, Object> config, PollBuffer buffer) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.buffer = buffer;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            buffer.apply();
            return super.poll(timeout);
        }
    }
}
