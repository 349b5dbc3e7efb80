package io.runledger.bench;

import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The limit: one event the size of a request on the same log, by a plain producer that waits for all in-sync replicas. */
final class Appending implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PAYLOAD = "{\"comment\":\"Review 1000\",\"status\":\"needs-review\"}";

    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordSerializer serializer;
    private final int partitions;
    private int appended;

    Appending(MeasuredLedger ledger) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.kafka(), "acks", "all", "linger.ms", 0, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        serializer = new RecordSerializer(new RegistryClient(ledger.registry(), PATIENCE));
        partitions = producer.partitionsFor(LogTopic.DEFAULT_NAME).size();
    }

    /** Appends one event and returns when it is there. */
    int append() throws Exception {
        Event event = Event.newBuilder()
                .setEventId("append-" + appended)
                .setEventType("bench.appended")
                .setRunId(Reviewing.run(appended))
                .setProducer("bench")
                .setOccurredAt(Instant.EPOCH)
                .setPayload(PAYLOAD)
                .setPayloadDigest(PayloadDigest.of(PAYLOAD))
                .build();
        producer.send(new ProducerRecord<>(
                        LogTopic.DEFAULT_NAME,
                        RunPartition.of(event.getRunId(), partitions),
                        RecordKey.of(event).bytes(),
                        serializer.serialize(LogTopic.DEFAULT_NAME, event)))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return ++appended;
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
