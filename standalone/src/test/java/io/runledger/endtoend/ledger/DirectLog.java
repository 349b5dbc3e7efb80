package io.runledger.endtoend.ledger;

import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.v1.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The log of a ledger as producers see it that do without the gateway, in order or not. */
public final class DirectLog implements AutoCloseable {
    public static final String TOPIC = "runledger.log";
    public static final int PARTITIONS = 12;

    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordSerializer serializer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public DirectLog(TestLedger ledger) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers(), "linger.ms", 5, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.serializer =
                new RecordSerializer(new RegistryClient(URI.create(ledger.registryUrl()), Duration.ofSeconds(10)));
    }

    public static Event event(String run, String id, String payload) {
        return Event.newBuilder()
                .setEventId(id)
                .setEventType("direct")
                .setRunId(run)
                .setProducer("tests")
                .setOccurredAt(Instant.parse("2026-11-21T10:00:00Z"))
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }

    public byte[] wire(SpecificRecord record) {
        byte[] wire = serializer.serialize(TOPIC, record);
        if (wire == null) {
            throw new IllegalArgumentException("no record");
        }
        return wire;
    }

    /** Where the record belongs, under its own key. {@link #flush} waits for it. */
    public void send(SpecificRecord record) {
        RecordKey key = RecordKey.of(record);
        send(home(key.runId()), key.bytes(), wire(record));
    }

    public void send(int partition, byte[] key, byte @Nullable [] value) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, partition, key, value)));
    }

    /** Fails if anything that was sent did not arrive. */
    public void flush() throws Exception {
        for (Future<RecordMetadata> each : sent) {
            each.get(30, TimeUnit.SECONDS);
        }
        sent.clear();
    }

    /** Returns the offset. */
    public long append(int partition, byte[] key, byte @Nullable [] value) throws Exception {
        return producer.send(new ProducerRecord<>(TOPIC, partition, key, value))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    /** With headers. Returns the offset. */
    public long append(int partition, byte[] key, byte[] value, Map<String, byte[]> headers) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, partition, key, value);
        headers.forEach(record.headers()::add);
        return producer.send(record).get(30, TimeUnit.SECONDS).offset();
    }

    public static int home(String run) {
        return RunPartition.of(run, PARTITIONS);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
