package io.runledger.endtoend.review;

import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.v1.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands for the guard on a log of its own: decides every request as the test says, or not at all. */
final class ScriptedGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptedGuard.class);

    private final String topic;
    private final int partitions;
    private final Function<Event, Optional<Decision>> script;
    private final Seal seal;
    private final RegistryClient registry;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicInteger seen = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "scripted guard");

    ScriptedGuard(
            TestLedger ledger, String topic, int partitions, Seal seal, Function<Event, Optional<Decision>> script) {
        this.topic = topic;
        this.partitions = partitions;
        this.script = script;
        this.seal = seal;
        this.registry = new RegistryClient(URI.create(ledger.registryUrl()), Duration.ofSeconds(10));
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread.start();
    }

    /** How many requests it has read, again ones among them. */
    int seen() {
        return seen.get();
    }

    private void run() {
        RecordReader reader = new RecordReader(registry);
        RecordSerializer serializer = new RecordSerializer(registry);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    if (each.value() != null
                            && reader.read(each.value()) instanceof Event event
                            && RequestType.ofEventType(event.getEventType()).isPresent()) {
                        seen.incrementAndGet();
                        script.apply(event)
                                .ifPresent(decision -> append(
                                        decision.event(event, Instant.ofEpochMilli(each.timestamp()), seal),
                                        serializer));
                    }
                }
            }
        } catch (WakeupException e) {
            LOG.debug("stopped");
        } catch (Exception e) {
            LOG.error("the scripted guard ends", e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // who waits for the decision notices
    private void append(Event decision, RecordSerializer serializer) {
        producer.send(new ProducerRecord<>(
                topic,
                RunPartition.of(decision.getRunId(), partitions),
                RecordKey.of(decision).bytes(),
                serializer.serialize(topic, decision)));
    }

    void close() throws InterruptedException {
        consumer.wakeup();
        thread.join(10_000);
        consumer.close();
        producer.close(Duration.ofSeconds(1));
    }
}
