package io.runledger.bench;

import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The limit of writing: Kafka's own producer on the same log, which has nothing to do but to send bytes that were made
 * before. Waits for all in-sync replicas and is idempotent, as the ledger is. Thread-safe.
 */
final class PlainProducer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordSerializer serializer;
    private final int partitions;

    private PlainProducer(MeasuredLedger ledger, int lingerMillis) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        ledger.kafka(),
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "linger.ms",
                        lingerMillis,
                        "batch.size",
                        128 * 1024,
                        "buffer.memory",
                        64L << 20,
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        serializer = new RecordSerializer(new RegistryClient(ledger.registry(), PATIENCE));
        partitions = producer.partitionsFor(LogTopic.DEFAULT_NAME).size();
    }

    /** For many records a second. */
    static PlainProducer forThroughput(MeasuredLedger ledger) {
        return new PlainProducer(ledger, 5);
    }

    /** For one record at a time. */
    static PlainProducer forLatency(MeasuredLedger ledger) {
        return new PlainProducer(ledger, 0);
    }

    /** An event as it is on the log. */
    ProducerRecord<byte[], byte[]> encoded(MadeEvent made) {
        Event event = made.record();
        return new ProducerRecord<>(
                LogTopic.DEFAULT_NAME,
                RunPartition.of(event.getRunId(), partitions),
                RecordKey.of(event).bytes(),
                serializer.serialize(LogTopic.DEFAULT_NAME, event));
    }

    List<ProducerRecord<byte[], byte[]>> encoded(List<MadeEvent> made) {
        return made.stream().map(this::encoded).toList();
    }

    /** Sends all and returns when the last is on the log. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback has what the future would
    Sample appendAll(List<ProducerRecord<byte[], byte[]>> records) {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long began = System.nanoTime();
        for (ProducerRecord<byte[], byte[]> record : records) {
            producer.send(record, (metadata, failed) -> failure.compareAndSet(null, failed));
        }
        producer.flush();
        long took = System.nanoTime() - began;
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the log did not take a record", failed);
        }
        return Sample.of(records.size(), took);
    }

    /** Appends one and returns when it is there. */
    RecordMetadata append(ProducerRecord<byte[], byte[]> record) throws Exception {
        return producer.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Appends so many made-up events, a part at a time, as fast as it goes. */
    void fill(Events events, int count) {
        int part = 20_000;
        for (int done = 0; done < count; done += part) {
            appendAll(encoded(events.next(Math.min(part, count - done))));
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
